package org.truckee.grid.mutable;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes of strangers are parsed, or turned away with a reason. */
class MutableShareFuzzTest {
  @FuzzTest
  void headsOfShares(FuzzedDataProvider data) {
    byte[] head = data.consumeRemainingAsBytes();
    try {
      Version version = Version.parse(head);
      Geometry geometry = version.geometry();
      assertThat(version.header().signedBytes()).isEqualTo(begin(head, version));
      assertThat(version.layout().dataRange().length()).isEqualTo(geometry.shareDataLength());
      for (int segment = 0; segment < Math.min(3, geometry.segments()); segment++) {
        assertThat(geometry.segmentLength(segment)).isPositive();
        assertThat(geometry.blockLength(segment)).isPositive();
      }
    } catch (MutableLayoutException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] begin(byte[] head, Version version) {
    int length = VersionHeader.signedLength(version.header().format());
    return java.util.Arrays.copyOf(head, length);
  }

  @FuzzTest
  void shareHashChains(byte[] bytes) {
    try {
      ShareHashChain.parse(bytes)
          .forEach(
              (node, hash) -> {
                assertThat(node).isBetween(0, 65535);
                assertThat(hash).hasSize(32);
              });
    } catch (MutableLayoutException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
