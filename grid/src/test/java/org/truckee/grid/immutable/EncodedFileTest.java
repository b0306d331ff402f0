package org.truckee.grid.immutable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Hashes;

/** The files that the other tests are tried on are those of the reference. */
class EncodedFileTest {
  @ParameterizedTest
  @MethodSource("org.truckee.grid.immutable.ImmutableVectors#cases")
  void makesTheSharesOfTheReference(ImmutableVectors.Case recorded) {
    EncodedFile.Maker maker =
        new EncodedFile.Maker(
            recorded.key(),
            recorded.plaintext(),
            recorded.needed(),
            recorded.total(),
            recorded.maxSegmentSize());
    if (recorded.name().contains("layout-v2")) {
      maker.withSecondLayout();
    }
    EncodedFile file = maker.make();
    List<String> hashes =
        file.shares().stream()
            .map(share -> HexFormat.of().formatHex(Hashes.sha256(share)))
            .toList();
    assertThat(hashes).isEqualTo(recorded.shareHashes());
    assertThat(file.cap()).isEqualTo(recorded.cap());
  }
}
