package org.truckee.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.truckee.cli.RunningProgram;

/** Whatever bytes a share file has, all that comes of it is a description or an error in words. */
class ShareTextFuzzTest {
  private static final String DEFECT = "defect";
  private static final ObjectMapper JSON = new ObjectMapper();

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreDescribedOrRefused(byte[] bytes) throws IOException {
    Path above = Files.createTempDirectory("share-");
    Path bucket = Files.createDirectory(above.resolve("p4a3eqgemgwa3hgqzv3vow6u3a"));
    Path file = bucket.resolve("0");
    try {
      Files.write(file, bytes);
      for (String command : List.of("dump-share", "corrupt-share")) {
        RunningProgram program = new RunningProgram().run("debug", command, file.toString());
        assertThat(program.status()).isBetween(0, 1);
        assertThat(program.err()).doesNotContain(DEFECT);
        assertThat(program.err().isEmpty()).isEqualTo(program.status() == 0);
      }
      RunningProgram offsets =
          new RunningProgram().run("debug", "dump-share", "--offsets", file.toString());
      assertThat(offsets.err()).doesNotContain(DEFECT);
      RunningProgram json =
          new RunningProgram().run("debug", "dump-share", "--offsets", "--json", file.toString());
      assertThat(json.err()).isEqualTo(offsets.err());
      assertThat(JSON.readTree(json.out()).isObject()).isEqualTo(offsets.status() == 0);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(bucket);
      Files.deleteIfExists(above);
    }
  }

  @Property(tries = 300, seed = "20261130")
  void damagedSharesAreDescribedOrRefused(
      @ForAll int which, @ForAll @Size(max = 4) List<Integer> damage) throws IOException {
    byte[] share = recorded().get(Math.floorMod(which, 3)).clone();
    for (int hit : damage) {
      // Most of what is interpreted stands at the beginning.
      int place = Math.floorMod(hit, hit % 2 == 0 ? Math.min(600, share.length) : share.length);
      share[place] ^= (byte) (hit >>> 16);
    }
    anyBytesAreDescribedOrRefused(share);
  }

  private static List<byte[]> recorded() throws IOException {
    List<byte[]> shares = new ArrayList<>();
    try (InputStream in =
        ShareTextFuzzTest.class.getResourceAsStream("/org/truckee/cli/replay/cli.json")) {
      for (JsonNode operation : new ObjectMapper().readTree(in).get("setup")) {
        if (operation.get("path").asText().matches("shares/sh\\.\\w+")) {
          shares.add(Base64.getDecoder().decode(operation.get("base64").asText()));
        }
      }
    }
    assertThat(shares).hasSize(3);
    return shares;
  }
}
