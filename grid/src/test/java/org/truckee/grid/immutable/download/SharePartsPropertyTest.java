package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.truckee.grid.immutable.LayoutException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;

/** Whatever bytes a server shows as parts of a share, they are understood or refused. */
class SharePartsPropertyTest {
  @Property(tries = 500, seed = "20261121")
  void aHeaderOfAnyBytesIsReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
    requireParsedOrRefused(bytes);
  }

  @Property(tries = 300, seed = "20261121")
  void aHeaderOfAKnownVersionWithAnyOffsetsIsReadOrRefused(
      @ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(min = 1, max = 2) int version) {
    byte[] bytes = new byte[ShareLayout.MAX_HEADER];
    new Random(seed).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(version);
    requireParsedOrRefused(bytes);
  }

  private static void requireParsedOrRefused(byte[] bytes) {
    try {
      ShareLayout layout = ShareLayout.parse(ByteBuffer.wrap(bytes));
      assertThat(layout.header()).isEqualTo(Arrays.copyOf(bytes, layout.headerLength()));
    } catch (LayoutException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Property(tries = 500, seed = "20261121")
  void aUriExtensionBlockOfAnyBytesIsReadOrRefused(@ForAll @Size(max = 300) byte[] bytes) {
    try {
      assertThat(UriExtension.parse(bytes).fields()).isNotNull();
    } catch (UriExtensionException e) {
      assertThat(e.getMessage()).startsWith("bad URI extension block");
    }
  }

  @Property(tries = 500, seed = "20261121")
  void aDamagedUriExtensionBlockIsReadOrRefused(
      @ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(min = 1, max = 20) int damages) {
    SegmentGeometry geometry = SegmentGeometry.of(123_456, 3, 10_000);
    byte[] hash = new byte[32];
    byte[] bytes = UriExtension.of(geometry, 10, hash, hash, hash).bytes();
    Random random = new Random(seed);
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) "0123456789:,a".charAt(random.nextInt(13));
    }
    try {
      assertThat(UriExtension.parse(bytes).fields()).isNotNull();
    } catch (UriExtensionException e) {
      assertThat(e.getMessage()).startsWith("bad URI extension block");
    }
  }

  @Property(tries = 300, seed = "20261121")
  void aShareHashChainOfAnyBytesHasOnlyWholeEntries(@ForAll @Size(max = 400) byte[] bytes) {
    assertThat(FileFacts.parseChain(ByteBuffer.wrap(bytes)).size())
        .isLessThanOrEqualTo(bytes.length / ShareLayout.CHAIN_ENTRY);
  }
}
