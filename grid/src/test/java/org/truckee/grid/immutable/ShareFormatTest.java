package org.truckee.grid.immutable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.grid.EncodingParameters;

/** How files are cut, and how shares and what they say are laid out. */
class ShareFormatTest {
  private static final int MEBIBYTE = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "56, 57, 1, 56, 57",
    "1048575, 1048575, 1, 1048575, 1048575",
    "1048576, 1048578, 1, 1048576, 1048578",
    "1048578, 1048578, 1, 1048578, 1048578",
    "1048579, 1048578, 2, 1, 3",
    "2097156, 1048578, 2, 1048578, 1048578",
    "2097157, 1048578, 3, 1, 3",
  })
  void filesAreCutAsTheSpecificationSays(
      long size, int segmentSize, int segments, int tail, int paddedTail) {
    SegmentGeometry geometry = SegmentGeometry.of(size, 3, MEBIBYTE);
    assertThat(geometry.segmentSize()).isEqualTo(segmentSize);
    assertThat(geometry.segments()).isEqualTo(segments);
    assertThat(geometry.tailSize()).isEqualTo(tail);
    assertThat(geometry.paddedTailSize()).isEqualTo(paddedTail);
    assertThat(geometry.dataSize()).isEqualTo(Math.ceilDiv(size, 3));
  }

  @Property(seed = "7105", tries = 500)
  void segmentsCoverTheFileOnce(
      @ForAll @LongRange(min = 1, max = 100_000_000) long size,
      @ForAll @IntRange(min = 1, max = 256) int needed,
      @ForAll @IntRange(min = 1, max = 2_000_000) int maxSegmentSize) {
    SegmentGeometry geometry = SegmentGeometry.of(size, needed, maxSegmentSize);
    int last = geometry.segments() - 1;
    assertThat(geometry.segmentOffset(last) + geometry.segmentLength(last)).isEqualTo(size);
    assertThat(geometry.segmentAt(size - 1)).isEqualTo(last);
    assertThat(geometry.segmentAt(0)).isZero();
    assertThat((long) geometry.blockLength(last) * needed)
        .isBetween((long) geometry.segmentLength(last), geometry.segmentLength(last) + needed - 1L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 50, Long.MAX_VALUE - 5, Long.MAX_VALUE})
  void sizesThatNoFileHasAreRefused(long size) {
    assertThatIllegalArgumentException().isThrownBy(() -> SegmentGeometry.of(size, 3, MEBIBYTE));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 10, 1", "4, 1, 3, 1", "3, -1, 10, 1", "3, 7, 257, 1", "3, 7, 10, 0"})
  void encodingParametersOutOfRangeAreRefused(int needed, int happy, int total, int segment) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EncodingParameters(needed, happy, total, segment));
  }

  @Property(seed = "7106", tries = 500)
  void aHeaderIsReadAsItWasWritten(
      @ForAll @LongRange(min = 1, max = 1L << 45) long size,
      @ForAll @IntRange(min = 1, max = 256) int total,
      @ForAll Random random)
      throws LayoutException {
    int needed = 1 + random.nextInt(total);
    ShareLayout layout = ShareLayout.of(SegmentGeometry.of(size, needed, MEBIBYTE), total);
    byte[] header = Arrays.copyOf(layout.header(), ShareLayout.MAX_HEADER);
    assertThat(ShareLayout.parse(ByteBuffer.wrap(header))).isEqualTo(layout);
  }

  @Property(seed = "7107", tries = 2000)
  void anyBytesAreAHeaderOrAreRefused(@ForAll @Size(max = 80) byte[] bytes, @ForAll Random random) {
    if (bytes.length > 3) {
      // Most versions are unknown, which would be all that is tried.
      Arrays.fill(bytes, 0, 3, (byte) 0);
      bytes[3] = (byte) random.nextInt(4);
    }
    try {
      ShareLayout layout = ShareLayout.parse(ByteBuffer.wrap(bytes));
      assertThat(layout.version()).isBetween(1, 2);
      assertThat(layout.uriExtension()).isGreaterThanOrEqualTo(layout.shareHashes());
    } catch (LayoutException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Test
  void aHeaderOfALaterVersionIsToldFromADamagedOne() {
    byte[] header = new byte[ShareLayout.MAX_HEADER];
    header[3] = 3;
    assertThatThrownBy(() -> ShareLayout.parse(ByteBuffer.wrap(header)))
        .isInstanceOfSatisfying(
            LayoutException.class, e -> assertThat(e.isUnknownVersion()).isTrue());
  }

  @Property(seed = "7108", tries = 2000)
  void anyBytesAreAnExtensionBlockOrAreRefused(@ForAll @Size(max = 2100) byte[] bytes) {
    try {
      UriExtension extension = UriExtension.parse(bytes);
      assertThat(extension.fields()).isNotNull();
    } catch (UriExtensionException e) {
      assertThat(e).hasMessageStartingWith("bad URI extension block: ");
    }
  }

  @Property(seed = "7109", tries = 1000)
  void anExtensionBlockWithOneOtherByteIsReadOrRefusedAndHasAnotherHash(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 255) int mask) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    SegmentGeometry geometry = SegmentGeometry.of(1 + random.nextInt(1 << 30), 3, MEBIBYTE);
    UriExtension extension = UriExtension.of(geometry, 10, hash, hash, hash);
    byte[] bytes = extension.bytes();
    assertThat(bytes).hasSize(UriExtension.lengthFor(geometry, 10));
    bytes[random.nextInt(bytes.length)] ^= (byte) mask;
    try {
      assertThat(UriExtension.parse(bytes).hash()).isNotEqualTo(extension.hash());
    } catch (UriExtensionException e) {
      assertThat(e).hasMessageStartingWith("bad URI extension block: ");
    }
  }

  @Test
  void fieldsOfAnExtensionBlockAreReadByName() throws UriExtensionException {
    UriExtension extension =
        UriExtension.parse("size:2:56,note:3:a:b,".getBytes(StandardCharsets.US_ASCII));
    assertThat(extension.requiredNumber("size")).isEqualTo(56);
    assertThat(extension.text("note")).contains("a:b");
    assertThatThrownBy(() -> extension.requiredNumber("segment_size"))
        .isInstanceOf(UriExtensionException.class)
        .hasMessageContaining("segment_size");
    assertThatThrownBy(() -> extension.requiredHash("size"))
        .isInstanceOf(UriExtensionException.class)
        .hasMessageContaining("32 bytes");
  }
}
