package org.truckee.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTableTest {
  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void whatGoesOnHasABar() throws Exception {
    List<String> lines =
        OperationTable.ACTIVE.lines(
            json(
                """
                [{'type': 'upload', 'storage-index-string': null, 'total-size': 9,
                  'status': 'Encoding', 'progress-hash': 1.0, 'progress-ciphertext': 0.5,
                  'progress-encode-push': 0.0},
                 {'type': 'download', 'storage-index-string': 'p4a3eqgemgwa3hgqzv3vow6u3a',
                  'total-size': 9, 'status': 'in \\u001b progress', 'progress': 1.0}]
                """),
            false);
    assertThat(lines)
        .containsExactly(
            "╓ type  ╥ storage index              ╥ progress               ╥ status message",
            "╟───────╫────────────────────────────╫────────────────────────╫─────────────────────",
            "║  put  ║                            ║ ███████▌        ( 50%) ║ Encoding",
            "║  get  ║ p4a3eqgemgwa3hgqzv3vow6u3a ║ ███████████████ (100%) ║ in ? progress",
            "╙───────╨────────────────────────────╨────────────────────────╨─────────────────────");
  }

  @Test
  void otherThingsAreCountedUnlessTheyAreWanted() throws Exception {
    JsonNode operations =
        json(
            """
            [{'type': 'publish', 'storage-index-string': 'p4a3eqgemgwa3hgqzv3vow6u3a',
              'total-size': 56, 'status': 'Done'},
             {'type': 'mapupdate', 'storage-index-string': 'p4a3eqgemgwa3hgqzv3vow6u3a',
              'total-size': '-NA-', 'status': 'Finished', 'mode': 'MODE_READ'}]
            """);
    assertThat(OperationTable.RECENT.lines(operations, false))
        .containsExactly("   Skipped 2 non-upload/download operations; use --verbose to see");
    assertThat(OperationTable.RECENT.lines(operations, true))
        .hasSize(4)
        .contains(
            "║  pub  ║ p4a3eqgemgwa3hgqzv3vow6u3a ║ 56 B       ║ Done",
            "║ mapup ║ p4a3eqgemgwa3hgqzv3vow6u3a ║ MODE_READ  ║ Finished");
  }
}
