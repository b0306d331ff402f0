package org.truckee.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded vectors, and the documented contract. */
class ErasureCodeTest {
  static Stream<JsonNode> cases() {
    return ErasureVectors.cases().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharesOfUnitBlocksAreTheColumnsOfTheRecordedMatrix(JsonNode vector) {
    int k = vector.get("k").intValue();
    int n = vector.get("n").intValue();
    byte[][] unit = new byte[k][k];
    for (int i = 0; i < k; i++) {
      unit[i][i] = 1;
    }
    byte[][] matrix = encodeAll(ErasureCode.of(k, n), unit);
    assertThat(ErasureVectors.sha256(matrix))
        .isEqualTo(ErasureVectors.hex(vector.get("matrix_sha256")));
    List<JsonNode> rows = ErasureVectors.list(vector.get("parity_rows_hex"));
    for (int row = 0; row < rows.size(); row++) {
      assertThat(matrix[k + row]).isEqualTo(ErasureVectors.hex(rows.get(row)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void encodingGivesTheRecordedShares(JsonNode vector) {
    int k = vector.get("k").intValue();
    int n = vector.get("n").intValue();
    for (JsonNode encoding : vector.get("encodings")) {
      byte[][] shares = encodeAll(ErasureCode.of(k, n), recordedBlocks(encoding, k));
      assertThat(ErasureVectors.sha256(shares))
          .isEqualTo(ErasureVectors.hex(encoding.get("all_outputs_sha256")));
      List<JsonNode> hashes = ErasureVectors.list(encoding.get("output_sha256"));
      for (int i = 0; i < hashes.size(); i++) {
        assertThat(ErasureVectors.sha256(shares[i])).isEqualTo(ErasureVectors.hex(hashes.get(i)));
      }
      List<JsonNode> outputs = ErasureVectors.list(encoding.get("outputs_hex"));
      for (int i = 0; i < outputs.size(); i++) {
        assertThat(shares[i]).isEqualTo(ErasureVectors.hex(outputs.get(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decodingAnyRecordedChoiceOfSharesGivesTheBlocks(JsonNode vector) {
    int k = vector.get("k").intValue();
    int n = vector.get("n").intValue();
    ErasureCode code = ErasureCode.of(k, n);
    for (JsonNode encoding : vector.get("encodings")) {
      byte[][] blocks = recordedBlocks(encoding, k);
      byte[][] shares = encodeAll(code, blocks);
      for (JsonNode choice : encoding.get("decodable_from")) {
        int[] numbers = ErasureVectors.ints(choice);
        byte[][] given =
            IntStream.of(numbers).mapToObj(i -> shares[i].clone()).toArray(byte[][]::new);
        code.decode(numbers, given);
        assertThat(given).isDeepEqualTo(blocks);
        assertThat(numbers).isEqualTo(IntStream.range(0, k).toArray());
      }
    }
  }

  @Test
  void onlyTheWantedSharesAreWrittenAndInTheOrderAskedFor() {
    ErasureCode code = ErasureCode.of(3, 10);
    byte[][] blocks = ErasureVectors.blocks("wanted", 3, 1000);
    byte[][] all = encodeAll(code, blocks);
    byte[][] out = new byte[4][1000];
    code.encode(blocks, new int[] {9, 1, 4, 9}, out);
    assertThat(out).isDeepEqualTo(new byte[][] {all[9], all[1], all[4], all[9]});
    code.encode(blocks, new int[0], new byte[0][]);
  }

  @Test
  void bytesOutsideOfTheGivenRangesStayAsTheyWere() {
    int length = 777;
    ErasureCode code = ErasureCode.of(3, 5);
    byte[] segment = new byte[3 * length + 11];
    System.arraycopy(join(ErasureVectors.blocks("range", 3, length)), 0, segment, 5, 3 * length);
    byte[] before = segment.clone();
    byte[] target = ErasureVectors.blocks("target", 1, 2 * length + 9)[0];
    byte[] expected = target.clone();
    byte[][] shares = encodeAll(code, ErasureVectors.blocks("range", 3, length));
    System.arraycopy(shares[4], 0, expected, 2, length);
    System.arraycopy(shares[3], 0, expected, length + 6, length);

    code.encode(
        new byte[][] {segment, segment, segment},
        new int[] {5, 5 + length, 5 + 2 * length},
        length,
        new int[] {4, 3},
        new byte[][] {target, target},
        new int[] {2, length + 6});

    assertThat(target).isEqualTo(expected);
    assertThat(segment).isEqualTo(before);
  }

  @Test
  void aSegmentIsCodedAsItsConsecutiveBlocks() {
    byte[][] blocks = ErasureVectors.blocks("segment", 3, 500);
    byte[] segment = new byte[1507];
    System.arraycopy(join(blocks), 0, segment, 7, 1500);
    byte[][] out = new byte[2][500];
    ErasureCode.of(3, 5).encode(segment, 7, 500, new int[] {3, 4}, out);
    byte[][] shares = encodeAll(ErasureCode.of(3, 5), blocks);
    assertThat(out).isDeepEqualTo(new byte[][] {shares[3], shares[4]});
  }

  @Test
  void decodingMovesPrimarySharesByReferenceAndOverwritesParityInPlace() {
    int length = 20_000;
    byte[][] blocks = ErasureVectors.blocks("place", 4, length);
    byte[][] shares = encodeAll(ErasureCode.of(4, 8), blocks);
    byte[] one = slice(shares[1], 3);
    byte[] six = slice(shares[6], 1);
    byte[] zero = slice(shares[0], 0);
    byte[] seven = slice(shares[7], 9);
    int[] numbers = {6, 1, 7, 0};
    byte[][] given = {six, one, seven, zero};
    int[] offsets = {1, 3, 9, 0};

    ErasureCode.of(4, 8).decode(numbers, given, offsets, length);

    assertThat(numbers).containsExactly(0, 1, 2, 3);
    assertThat(given[0]).isSameAs(zero);
    assertThat(given[1]).isSameAs(one).isEqualTo(slice(shares[1], 3));
    assertThat(given[2]).isSameAs(seven).isEqualTo(slice(blocks[2], 9));
    assertThat(given[3]).isSameAs(six).isEqualTo(slice(blocks[3], 1));
    assertThat(offsets).containsExactly(0, 3, 9, 1);
  }

  @Test
  void emptyBlocksAreCodedToEmptySharesAndBack() {
    ErasureCode code = ErasureCode.of(2, 3);
    code.encode(new byte[2][0], new int[] {2}, new byte[1][0]);
    int[] numbers = {2, 0};
    code.decode(numbers, new byte[2][0]);
    assertThat(numbers).containsExactly(0, 1);
  }

  @Test
  void theLargestCodeWithoutParityReordersItsShares() {
    byte[][] blocks = ErasureVectors.blocks("largest", 256, 65);
    int[] numbers = IntStream.range(0, 256).map(i -> i * 77 + 5 & 0xff).toArray();
    byte[][] given = IntStream.of(numbers).mapToObj(i -> blocks[i]).toArray(byte[][]::new);
    ErasureCode.of(256, 256).decode(numbers, given);
    assertThat(given).isDeepEqualTo(blocks);
  }

  @Test
  void badArgumentsAreRefusedWithATextThatNamesThemAndNothingIsChanged() {
    ErasureCode code = ErasureCode.of(2, 4);
    byte[][] blocks = ErasureVectors.blocks("bad", 2, 8);
    byte[][] before = {blocks[0].clone(), blocks[1].clone()};
    refused("share number 4 is not", () -> code.encode(blocks, new int[] {4}, new byte[1][8]));
    refused("share number -1 is not", () -> code.encode(blocks, new int[] {-1}, new byte[1][8]));
    refused("outputs have 7 bytes", () -> code.encode(blocks, new int[] {3}, new byte[1][7]));
    refused(
        "blocks must have the same length",
        () -> code.encode(new byte[][] {{1, 2}, {3}}, new int[] {3}, new byte[1][2]));
    refused(
        "block at index 1: 8 bytes from 1 on do not fit into an array of 8",
        () -> code.encode(blocks, new int[] {0, 1}, 8, new int[] {3}, new byte[1][8], new int[1]));
    refused(
        "length -1",
        () -> code.encode(blocks, new int[2], -1, new int[] {3}, new byte[1][8], new int[1]));
    refused(
        "do not fit into a segment of 15 bytes",
        () -> code.encode(new byte[15], 0, 8, new int[] {3}, new byte[1][8]));
    refused(
        "do not fit into a segment of 15 bytes",
        () -> code.encode(new byte[15], 1, Integer.MAX_VALUE, new int[] {3}, new byte[1][8]));
    refused(
        "1 blocks with 1 offsets given: exactly 2 are needed",
        () -> code.encode(new byte[1][8], new int[] {3}, new byte[1][8]));
    refused("1 shares given", () -> code.decode(new int[] {1}, blocks));
    refused("share number 4 is not", () -> code.decode(new int[] {4, 0}, blocks));
    refused("share number 3 is given twice", () -> code.decode(new int[] {3, 3}, blocks));
    refused(
        "shares must have the same length",
        () -> code.decode(new int[] {1, 2}, new byte[][] {{1}, {}}));
    refused(
        "share at index 0: 8 bytes from 2147483647 on",
        () -> code.decode(new int[] {3, 0}, blocks, new int[] {Integer.MAX_VALUE, 0}, 8));
    assertThat(blocks).isDeepEqualTo(before);
  }

  @Test
  void oneInstanceServesManyThreadsAtOnce() throws Exception {
    ErasureCode code = ErasureCode.of(5, 20);
    byte[][] blocks = ErasureVectors.blocks("threads", 5, 3001);
    byte[][] shares = encodeAll(code, blocks);
    List<Callable<byte[][]>> tasks = new ArrayList<>();
    for (int task = 0; task < 200; task++) {
      int shift = task;
      tasks.add(
          () -> {
            int[] numbers = IntStream.range(0, 5).map(i -> (3 * i + shift) % 20).toArray();
            byte[][] given = new byte[5][];
            for (int i = 0; i < 5; i++) {
              given[i] = shares[numbers[i]].clone();
            }
            code.decode(numbers, given);
            return given;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<byte[][]> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isDeepEqualTo(blocks);
      }
    }
  }

  @Test
  void parametersThatTheReferenceRefusesAreRefusedWithTheirValues() {
    assertThat(ErasureVectors.limits()).isNotEmpty();
    for (JsonNode limit : ErasureVectors.limits()) {
      int k = limit.get("k").intValue();
      int n = limit.get("n").intValue();
      assertThatThrownBy(() -> ErasureCode.of(k, n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("%d-of-%d: an erasure code needs 1 <= k <= n <= 256".formatted(k, n));
    }
  }

  @Test
  void aCodeIsSharedAndKnowsItsParameters() {
    ErasureCode code = ErasureCode.of(3, 10);
    assertThat(code).isSameAs(ErasureCode.of(3, 10));
    assertThat(code.k()).isEqualTo(3);
    assertThat(code.n()).isEqualTo(10);
    assertThat(ErasureCode.of(10, 10).k()).isEqualTo(10);
  }

  @Test
  void anyNumberOfDifferentCodesCanBeAskedFor() {
    for (int n = 1; n <= 256; n++) {
      assertThat(ErasureCode.of(1, n).n()).isEqualTo(n);
    }
    assertThat(ErasureCode.of(256, 256).k()).isEqualTo(256);
  }

  /** The longest step of the computation, in bytes, and the bytes of its smallest unit. */
  private static final int STEP = 2048;

  private static final int UNIT = 8;

  static Stream<Integer> lengthsAroundTheBoundsOfSteps() {
    return Stream.of(0, 1, 2, 5)
        .flatMap(
            steps ->
                Stream.of(-UNIT - 1, -UNIT, 1 - UNIT, -1, 0, 1, UNIT - 1, UNIT, UNIT + 1)
                    .map(rest -> steps * STEP + rest))
        .filter(length -> length > 0);
  }

  /** Arrays that have not a byte more than needed: reading or writing on is an error. */
  @ParameterizedTest
  @MethodSource("lengthsAroundTheBoundsOfSteps")
  void theLastStepMayBeShortAndTheArraysExact(int length) {
    ErasureCode code = ErasureCode.of(3, 7);
    NaiveCode naive = new NaiveCode(3, 7);
    byte[][] blocks = ErasureVectors.blocks("short", 3, length);
    byte[][] shares = encodeAll(code, blocks);
    for (int share = 0; share < 7; share++) {
      assertThat(shares[share]).isEqualTo(naive.share(share, blocks));
    }
    int[] numbers = {6, 1, 4};
    byte[][] given = {shares[6].clone(), shares[1].clone(), shares[4].clone()};
    code.decode(numbers, given);
    assertThat(given).isDeepEqualTo(blocks);
  }

  /** The same in the middle of larger arrays, of which nothing else may change. */
  @ParameterizedTest
  @MethodSource("lengthsAroundTheBoundsOfSteps")
  void theLastStepTouchesNothingBehindIt(int length) {
    ErasureCode code = ErasureCode.of(2, 4);
    byte[][] blocks = ErasureVectors.blocks("behind", 2, length);
    byte[][] shares = encodeAll(code, blocks);
    byte[] target = slice(new byte[length], 5);
    code.encode(
        new byte[][] {slice(blocks[0], 3), slice(blocks[1], 1)},
        new int[] {3, 1},
        length,
        new int[] {3},
        new byte[][] {target},
        new int[] {5});
    assertThat(target).isEqualTo(slice(shares[3], 5));
    byte[] two = slice(shares[2], 7);
    byte[] three = slice(shares[3], 2);
    code.decode(new int[] {2, 3}, new byte[][] {two, three}, new int[] {7, 2}, length);
    assertThat(two).isEqualTo(slice(blocks[0], 7));
    assertThat(three).isEqualTo(slice(blocks[1], 2));
  }

  static byte[][] encodeAll(ErasureCode code, byte[][] blocks) {
    byte[][] shares = new byte[code.n()][blocks[0].length];
    code.encode(blocks, IntStream.range(0, code.n()).toArray(), shares);
    return shares;
  }

  private static byte[][] recordedBlocks(JsonNode encoding, int k) {
    return ErasureVectors.blocks(
        encoding.get("input_gen").textValue(), k, encoding.get("block_size").intValue());
  }

  private static void refused(String text, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  private static byte[] join(byte[][] blocks) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] block : blocks) {
      joined.writeBytes(block);
    }
    return joined.toByteArray();
  }

  /** The block at an offset in a larger array of recognizable filling. */
  private static byte[] slice(byte[] block, int offset) {
    byte[] array = HexFormat.of().parseHex("a5".repeat(offset + block.length + 3));
    System.arraycopy(block, 0, array, offset, block.length);
    return array;
  }
}
