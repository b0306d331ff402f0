package org.truckee.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ErasureCodePropertyTest {
  record Shape(int k, int n, int length, long seed) {}

  @Provide
  Arbitrary<Shape> small() {
    return shapes(24, Arbitraries.of(0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 500));
  }

  @Provide
  Arbitrary<Shape> large() {
    return shapes(256, Arbitraries.of(1, 65, 127, 1023, 1024, 1025, 4099));
  }

  @Provide
  Arbitrary<Shape> longBlocks() {
    return shapes(6, Arbitraries.integers().between(8000, 300_000));
  }

  private static Arbitrary<Shape> shapes(int largest, Arbitrary<Integer> lengths) {
    Arbitrary<int[]> codes =
        Arbitraries.integers()
            .between(1, largest)
            .flatMap(n -> Arbitraries.integers().between(1, n).map(k -> new int[] {k, n}));
    return Combinators.combine(codes, lengths, Arbitraries.longs())
        .as((code, length, seed) -> new Shape(code[0], code[1], length, seed));
  }

  @Property(tries = 100, seed = "1")
  void theSharesAreThoseOfTheNaiveCode(@ForAll("small") Shape shape) {
    byte[][] blocks = blocks(shape);
    NaiveCode naive = new NaiveCode(shape.k, shape.n);
    byte[][] shares = ErasureCodeTest.encodeAll(ErasureCode.of(shape.k, shape.n), blocks);
    for (int share = 0; share < shape.n; share++) {
      assertThat(shares[share]).isEqualTo(naive.share(share, blocks));
    }
  }

  @Property(tries = 20, seed = "2")
  void anyChoiceOfSharesOfLargeCodesIsDecoded(@ForAll("large") Shape shape) {
    roundTrip(shape);
  }

  @Property(tries = 20, seed = "3")
  void blocksOfManyStepsAreDecoded(@ForAll("longBlocks") Shape shape) {
    roundTrip(shape);
  }

  @Property(tries = 200, seed = "4")
  void anyChoiceOfSharesInAnyOrderIsDecoded(@ForAll("small") Shape shape) {
    roundTrip(shape);
  }

  private static void roundTrip(Shape shape) {
    byte[][] blocks = blocks(shape);
    ErasureCode code = ErasureCode.of(shape.k, shape.n);
    byte[][] shares = ErasureCodeTest.encodeAll(code, blocks);
    int[] numbers = choice(shape);
    byte[][] given = new byte[shape.k][];
    int[] offsets = new int[shape.k];
    for (int i = 0; i < shape.k; i++) {
      offsets[i] = i % 5;
      given[i] = new byte[offsets[i] + shape.length + 1];
      System.arraycopy(shares[numbers[i]], 0, given[i], offsets[i], shape.length);
    }
    code.decode(numbers, given, offsets, shape.length);
    for (int i = 0; i < shape.k; i++) {
      assertThat(numbers[i]).isEqualTo(i);
      assertThat(Arrays.copyOfRange(given[i], offsets[i], offsets[i] + shape.length))
          .isEqualTo(blocks[i]);
      assertThat(given[i][offsets[i] + shape.length]).isZero();
    }
  }

  private static byte[][] blocks(Shape shape) {
    byte[][] blocks = new byte[shape.k][shape.length];
    Random random = new Random(shape.seed);
    for (byte[] block : blocks) {
      random.nextBytes(block);
    }
    return blocks;
  }

  private static int[] choice(Shape shape) {
    List<Integer> all = IntStream.range(0, shape.n).boxed().collect(Collectors.toList());
    Collections.shuffle(all, new Random(~shape.seed));
    return all.subList(0, shape.k).stream().mapToInt(i -> i).toArray();
  }
}
