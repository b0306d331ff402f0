package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.LayoutException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;

/**
 * The parts of a share with any contents, also such as only a forger with the capability could make
 * authentic: read, or refused with a typed error. The seeds are parts of real shares.
 */
class ShareFuzzTest {
  private static final long FILE_SIZE = 123_456;
  private static final int NEEDED = 3;
  private static final int TOTAL = 10;

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAHeaderOrRefused(byte[] input) {
    try {
      ShareLayout layout = ShareLayout.parse(ByteBuffer.wrap(input));
      assertThat(layout.header()).isEqualTo(Arrays.copyOf(input, layout.headerLength()));
    } catch (LayoutException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @DictionaryEntries({
    "share_root_hash:32:",
    "crypttext_root_hash:32:",
    "crypttext_hash:32:",
    "segment_size:",
    "num_segments:",
    "size:",
    "codec_params:",
    "2147483647",
    "9223372036854775807"
  })
  @FuzzTest(maxDuration = "1m")
  void anyBytesThatTheCapabilityNamesAreAUriExtensionOrRefused(byte[] input) throws Exception {
    ChkVerifyCap cap =
        new ChkVerifyCap(
            new StorageIndex(new byte[16]), UriExtensionHash.of(input), NEEDED, TOTAL, FILE_SIZE);
    FileFacts facts = new FileFacts(cap, SegmentGeometry.of(FILE_SIZE, NEEDED, 10_000));
    try {
      facts.addUriExtension(input, 0, input.length);
      SegmentGeometry geometry = facts.geometry().orElseThrow();
      assertThat(geometry.segments()).isPositive();
      assertThat((long) geometry.segments() * geometry.segmentSize())
          .isGreaterThanOrEqualTo(FILE_SIZE);
      for (int segment : new int[] {0, geometry.segments() - 1}) {
        assertThat(facts.neededCrypttextNodes(segment)).isNotNull();
        assertThat(facts.neededBlockNodes(0, segment)).isNotEmpty();
      }
    } catch (ShareException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @FuzzTest(maxDuration = "1m")
  void noBytesAreAShareHashChainOfAFileThatTheyDoNotBelongTo(byte[] input) throws Exception {
    SegmentGeometry geometry = SegmentGeometry.of(FILE_SIZE, NEEDED, 10_000);
    byte[] root = new byte[32];
    byte[] extension = UriExtension.of(geometry, TOTAL, root, root, root).bytes();
    ChkVerifyCap cap =
        new ChkVerifyCap(
            new StorageIndex(new byte[16]),
            UriExtensionHash.of(extension),
            NEEDED,
            TOTAL,
            FILE_SIZE);
    FileFacts facts = new FileFacts(cap, geometry);
    facts.addUriExtension(extension, 0, extension.length);
    for (int share : new int[] {0, TOTAL - 1}) {
      try {
        facts.addChain(share, ByteBuffer.wrap(input));
        assertThat(facts.needsChain(share)).isTrue();
      } catch (HashTreeException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
