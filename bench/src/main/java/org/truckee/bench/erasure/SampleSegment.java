package org.truckee.bench.erasure;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A segment of 1 MiB, or a little less where k does not divide it, of always the same bytes. */
record SampleSegment(int k, int n, int blockLength, byte[] bytes, int[] parityNumbers) {
  private static final int SEGMENT = 1 << 20;
  private static final Pattern PARAMETERS = Pattern.compile("(\\d{1,3})-of-(\\d{1,3})");

  static SampleSegment of(String parameters) {
    Matcher matcher = PARAMETERS.matcher(parameters);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not like 3-of-10: " + parameters);
    }
    int k = Integer.parseInt(matcher.group(1));
    int n = Integer.parseInt(matcher.group(2));
    byte[] bytes = new byte[SEGMENT];
    // The script that drives zfec makes the same ones.
    for (int i = 0; i < SEGMENT; i++) {
      bytes[i] = (byte) (i * 167 + (i >> 8) * 13 + (i >> 16) * 71);
    }
    return new SampleSegment(k, n, SEGMENT / k, bytes, IntStream.range(k, n).toArray());
  }

  byte[] block(int index) {
    return Arrays.copyOfRange(bytes, index * blockLength, (index + 1) * blockLength);
  }

  byte[][] emptyParity() {
    return new byte[n - k][blockLength];
  }

  int[] lastNumbers() {
    return IntStream.range(n - k, n).toArray();
  }

  /** Copies of the last k shares, of which those below k are blocks. */
  byte[][] lastShares(byte[][] parity) {
    return IntStream.of(lastNumbers())
        .mapToObj(share -> share < k ? block(share) : parity[share - k].clone())
        .toArray(byte[][]::new);
  }
}
