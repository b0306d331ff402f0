package org.truckee.erasure;

import java.util.BitSet;

/** The checks of what callers pass, with the meaning of {@code spec/01 §4.5}. */
final class Arguments {
  private Arguments() {}

  static void checkBlocks(String what, byte[][] blocks, int[] offsets, int length, int count) {
    if (blocks.length != count || offsets.length != count) {
      throw new IllegalArgumentException(
          "%d %ss with %d offsets given: exactly %d are needed"
              .formatted(blocks.length, what, offsets.length, count));
    }
    if (length < 0) {
      throw new IllegalArgumentException("length %d is negative".formatted(length));
    }
    for (int i = 0; i < count; i++) {
      if (offsets[i] < 0 || offsets[i] > blocks[i].length - length) {
        throw new IllegalArgumentException(
            "%s at index %d: %d bytes from %d on do not fit into an array of %d"
                .formatted(what, i, length, offsets[i], blocks[i].length));
      }
    }
  }

  static int commonLength(String what, byte[][] blocks) {
    if (blocks.length == 0) {
      throw new IllegalArgumentException("no %s given".formatted(what));
    }
    int length = blocks[0].length;
    for (int i = 1; i < blocks.length; i++) {
      if (blocks[i].length != length) {
        throw new IllegalArgumentException(
            "%ss must have the same length, but that at index 0 has %d bytes and that at %d has %d"
                .formatted(what, length, i, blocks[i].length));
      }
    }
    return length;
  }

  static void checkNumbers(int[] numbers, int n) {
    for (int number : numbers) {
      if (number < 0 || number >= n) {
        throw new IllegalArgumentException(
            "share number %d is not one of 0 to %d".formatted(number, n - 1));
      }
    }
  }

  static void checkDistinct(int[] numbers) {
    BitSet seen = new BitSet();
    for (int number : numbers) {
      if (seen.get(number)) {
        throw new IllegalArgumentException(
            "share number %d is given twice: the shares must be distinct".formatted(number));
      }
      seen.set(number);
    }
  }
}
