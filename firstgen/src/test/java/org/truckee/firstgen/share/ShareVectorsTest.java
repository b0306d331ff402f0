package org.truckee.firstgen.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.firstgen.OldVectors.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;

@UsesVectors({"uri_extension", "codec_crs", "codec_rep", "allocated_size"})
final class ShareVectorsTest {

  @Test
  void aUriExtensionIsWrittenAndRead() {
    JsonNode vector = OldVectors.get("uri_extension");
    byte[] packed = bytes(vector, "packed");
    UriExtension extension = UriExtension.parse(packed);
    assertThat(extension.bytes()).isEqualTo(packed).hasSize(vector.path("length").asInt());
    assertThat(UriExtension.hash(packed).bytes()).isEqualTo(bytes(vector, "hash"));
    JsonNode fields = vector.path("fields");
    UriExtension.Hashes hashes = extension.hashes();
    assertThat(hashes.plaintext()).isEqualTo(bytes(fields, "plaintext_hash"));
    assertThat(hashes.plaintextRoot()).isEqualTo(bytes(fields, "plaintext_root_hash"));
    assertThat(hashes.crypttext()).isEqualTo(bytes(fields, "crypttext_hash"));
    assertThat(hashes.crypttextRoot()).isEqualTo(bytes(fields, "crypttext_root_hash"));
    assertThat(hashes.shareRoot()).isEqualTo(bytes(fields, "share_root_hash"));
    assertThat(extension.codec().type()).isEqualTo(fields.path("codec_name").asText());
    assertThat(extension.codec().serialized()).isEqualTo(fields.path("codec_params").asText());
    assertThat(extension.tailCodec().serialized())
        .isEqualTo(fields.path("tail_codec_params").asText());
    assertThat(extension.plan())
        .isEqualTo(
            new SegmentPlan(
                fields.path("size").asLong(),
                fields.path("segment_size").asInt(),
                fields.path("needed_shares").asInt(),
                fields.path("total_shares").asInt()))
        .returns(fields.path("num_segments").asInt(), SegmentPlan::segments);
  }

  static Stream<JsonNode> codes() {
    return OldVectors.stream(OldVectors.get("codec_crs"));
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theErasureCodeIsTheSame(JsonNode vector) throws Exception {
    ErasureCodec codec =
        new ErasureCodec(
            vector.path("data_size").asInt(),
            vector.path("required").asInt(),
            vector.path("max").asInt());
    assertThat(codec.serialized()).isEqualTo(vector.path("serialized").asText());
    assertThat(codec.blockSize()).isEqualTo(vector.path("block_size").asInt());
    assertThat(SegmentCodec.of("crs", codec.serialized(), 1, 1)).isEqualTo(codec);
    byte[] data =
        vector.has("data")
            ? bytes(vector, "data")
            : OldVectors.plaintext(codec.needed() * codec.blockSize(), 5);
    byte[][] blocks = codec.encode(data);
    List<JsonNode> expected = OldVectors.items(vector.path("blocks"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(blocks[i]).isEqualTo(bytes(expected.get(i)));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] block : blocks) {
      all.writeBytes(block);
    }
    assertThat(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()))
        .isEqualTo(bytes(vector, "blocks_sha256"));
    int k = codec.needed();
    int[] last = new int[k];
    Arrays.setAll(last, i -> codec.total() - 1 - i);
    byte[][] given = Arrays.stream(last).mapToObj(i -> blocks[i]).toArray(byte[][]::new);
    assertThat(codec.decode(last, given))
        .isEqualTo(Arrays.copyOf(data, codec.blockSize() * codec.needed()));
  }

  @Test
  void replicationRepeats() {
    JsonNode vector = OldVectors.get("codec_rep");
    SegmentCodec codec =
        SegmentCodec.of(
            "rep",
            vector.path("serialized").asText(),
            vector.path("data_size").asInt(),
            vector.path("max").asInt());
    byte[] data = bytes(vector.path("blocks").path(0));
    assertThat(codec.needed()).isEqualTo(vector.path("required").asInt());
    assertThat(codec.blockSize()).isEqualTo(vector.path("block_size").asInt());
    assertThat(codec.encode(data))
        .isDeepEqualTo(
            OldVectors.stream(vector.path("blocks")).map(OldVectors::bytes).toArray(byte[][]::new));
    assertThat(codec.decode(new int[] {2, 1, 3}, codec.encode(data))).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource(ShareLayout.class)
  void soMuchSpaceIsAskedFor(ShareLayout layout) {
    OldVectors.stream(
            OldVectors.get("allocated_size")
                .path("layout_" + layout.name().toLowerCase(Locale.ROOT)))
        .forEach(
            vector -> {
              int tree = 32 * (2 * powerOfTwo(vector.path("num_segments").asInt()) - 1);
              int size = vector.path("data_size").asInt();
              int at = layout.headerLength() + size;
              int hashes = vector.path("num_share_hashes").asInt();
              ShareHeader header =
                  new ShareHeader(
                      layout,
                      size,
                      size,
                      at,
                      at + tree,
                      at + 2 * tree,
                      at + 3 * tree,
                      at + 3 * tree + 34 * hashes);
              assertThat(vector.path("uri_extension_size").asInt())
                  .isEqualTo(UriExtension.MAX_LENGTH);
              assertThat(header.allocatedSize()).isEqualTo(vector.path("allocated_size").asInt());
            });
  }

  private static int powerOfTwo(int least) {
    return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048578, 1, 1048576, 1048578",
    "1048577, 1048578, 1, 1048577, 1048578",
    "1048578, 1048578, 1, 1048578, 1048578",
    "1048579, 1048578, 2, 1, 3",
    "56, 57, 1, 56, 57",
  })
  void aFileIsCut(long size, int segment, int segments, int tail, int padded) {
    SegmentPlan plan =
        SegmentPlan.of(size, EncodingParameters.ADVICE, SegmentPlan.DEFAULT_MAX_SEGMENT);
    assertThat(plan)
        .returns(segment, SegmentPlan::segmentSize)
        .returns(segments, SegmentPlan::segments)
        .returns(tail, SegmentPlan::tailSize)
        .returns(padded, SegmentPlan::paddedTail);
  }
}
