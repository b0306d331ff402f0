package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.WebApi;

/** The same contents, convergence secret and encoding give the same file, whoever uploads it. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SameCapsAndSharesTest {

  private static final int SEGMENT = 1 << 20;

  static Stream<Arguments> filesAndEncodings() {
    Encoding usual = SharedGrid.ONE_SHARE_EACH;
    return Stream.of(
        Arguments.of(0, usual),
        Arguments.of(1, usual),
        Arguments.of(55, usual),
        Arguments.of(56, usual),
        Arguments.of(10_000, usual),
        Arguments.of(SEGMENT - 1, usual),
        Arguments.of(SEGMENT, usual),
        Arguments.of(SEGMENT + 1, usual),
        Arguments.of(9 * SEGMENT + 12_345, usual),
        Arguments.of(10_000, new Encoding(1, 1, 1)),
        Arguments.of(2 * SEGMENT + 7, new Encoding(1, 1, 1)),
        Arguments.of(10_000, new Encoding(25, 5, 100)),
        Arguments.of(2 * SEGMENT + 7, new Encoding(25, 5, 100)));
  }

  @ParameterizedTest
  @MethodSource("filesAndEncodings")
  void bothProgramsMakeTheSameCapAndTheSameShares(
      int size, Encoding encoding, LiveNodes.Grids grids) throws Exception {
    SharedGrid referenceGrid = grids.servedBy(Program.REFERENCE);
    SharedGrid truckeeGrid = grids.servedBy(Program.TRUCKEE);
    WebApi reference = referenceGrid.client(Program.REFERENCE, encoding);
    WebApi truckee = truckeeGrid.client(Program.TRUCKEE, encoding);
    Payload payload = new Payload(size, 1_000L + size);

    String cap = reference.put(payload);

    assertThat(truckee.put(payload)).isEqualTo(cap);
    String storageIndex = reference.check(cap).path("storage-index").asText();
    if (!storageIndex.isEmpty()) {
      StoredShares expected = referenceGrid.stored(storageIndex);
      StoredShares actual = truckeeGrid.stored(storageIndex);
      assertThat(expected.byNumber()).hasSize(encoding.total());
      assertThat(actual.byNumber().keySet()).isEqualTo(expected.byNumber().keySet());
      assertThat(actual.data()).containsExactlyElementsOf(expected.data());
    }
  }
}
