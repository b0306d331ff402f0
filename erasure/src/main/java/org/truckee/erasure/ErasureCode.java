package org.truckee.erasure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The (k, n) erasure code: share j of n is a sum of the k blocks of a segment, and any k shares
 * give the blocks back ({@code spec/01 §4}).
 *
 * <p>Shares 0…k−1 are the blocks themselves, "primary"; shares k…n−1 are "parity". All blocks of a
 * call have the same length in bytes, which may be 0. Blocks are ranges of byte arrays, so that
 * they can be slices of one segment buffer; nothing is copied that need not be.
 *
 * <p>An instance is immutable and may be used by any number of threads at once.
 */
public final class ErasureCode {
  /** The largest number of shares: there are no more points in the field. */
  public static final int MAX_SHARES = 256;

  /** Codes kept: a process uses few pairs of k and n, but they come from outside. */
  private static final int KEPT_CODES = 32;

  /** Sets of shares whose decoding rows are kept: a download seldom changes its servers. */
  private static final int KEPT_DECODINGS = 8;

  private static final Map<Integer, ErasureCode> CODES = new Recent<>(KEPT_CODES);

  private final int k;
  private final int n;
  private final byte[][] parityRows;
  private final Map<String, byte[][]> decodings = new Recent<>(KEPT_DECODINGS);

  private ErasureCode(int k, int n) {
    this.k = k;
    this.n = n;
    Interpolation primary = new Interpolation(firstNumbers(k));
    parityRows = new byte[n - k][];
    for (int share = k; share < n; share++) {
      parityRows[share - k] = primary.row(share);
    }
  }

  /**
   * The code with the given parameters.
   *
   * @throws IllegalArgumentException unless 1 ≤ k ≤ n ≤ 256
   */
  public static ErasureCode of(int k, int n) {
    if (k < 1 || k > n || n > MAX_SHARES) {
      throw new IllegalArgumentException(
          "%d-of-%d: an erasure code needs 1 <= k <= n <= %d".formatted(k, n, MAX_SHARES));
    }
    synchronized (CODES) {
      return CODES.computeIfAbsent(k << 16 | n, unused -> new ErasureCode(k, n));
    }
  }

  /** How many shares are needed, which is how many blocks there are. */
  public int k() {
    return k;
  }

  /** How many shares there are. */
  public int n() {
    return n;
  }

  /**
   * Computes the wanted shares of a segment and no others.
   *
   * <p>Block i is the {@code length} bytes of {@code blocks[i]} from {@code offsets[i]} on; share
   * {@code wanted[j]} is written to {@code out[j]} from {@code outOffsets[j]} on. The wanted
   * numbers may come in any order; a primary one costs a copy. Outputs must not overlap blocks or
   * each other.
   *
   * @param blocks k arrays, of which several may be the same
   * @param wanted share numbers, 0…n−1
   * @throws IllegalArgumentException if a count, number, offset or length does not fit; nothing has
   *     been written then
   */
  public void encode(
      byte[][] blocks, int[] offsets, int length, int[] wanted, byte[][] out, int[] outOffsets) {
    Arguments.checkBlocks("block", blocks, offsets, length, k);
    Arguments.checkBlocks("output", out, outOffsets, length, wanted.length);
    Arguments.checkNumbers(wanted, n);
    byte[][] rows = new byte[wanted.length][];
    byte[][] targets = new byte[wanted.length][];
    int[] targetOffsets = new int[wanted.length];
    int parity = 0;
    for (int j = 0; j < wanted.length; j++) {
      int share = wanted[j];
      if (share < k || k == 1) {
        int source = Math.min(share, k - 1);
        System.arraycopy(blocks[source], offsets[source], out[j], outOffsets[j], length);
      } else {
        rows[parity] = parityRows[share - k];
        targets[parity] = out[j];
        targetOffsets[parity++] = outOffsets[j];
      }
    }
    if (parity > 0 && length > 0) {
      Combination.compute(
          Arrays.copyOf(rows, parity), blocks, offsets, targets, targetOffsets, length);
    }
  }

  /**
   * As {@link #encode(byte[][], int[], int, int[], byte[][], int[])}, with whole arrays of one
   * length.
   */
  public void encode(byte[][] blocks, int[] wanted, byte[][] out) {
    int length = Arguments.commonLength("block", blocks);
    if (out.length > 0 && Arguments.commonLength("output", out) != length) {
      throw new IllegalArgumentException(
          "outputs have %d bytes, blocks %d: they must be equal".formatted(out[0].length, length));
    }
    encode(blocks, new int[blocks.length], length, wanted, out, new int[out.length]);
  }

  /**
   * As {@link #encode(byte[][], int[], int, int[], byte[][], int[])}, from a segment whose k blocks
   * of {@code length} bytes lie one after the other from {@code offset} on, to the start of each
   * output.
   */
  public void encode(byte[] segment, int offset, int length, int[] wanted, byte[][] out) {
    if (offset < 0 || length < 0 || offset + (long) length * k > segment.length) {
      throw new IllegalArgumentException(
          "%d blocks of %d bytes from %d on do not fit into a segment of %d bytes"
              .formatted(k, length, offset, segment.length));
    }
    byte[][] blocks = new byte[k][];
    int[] offsets = new int[k];
    for (int i = 0; i < k; i++) {
      blocks[i] = segment;
      offsets[i] = offset + i * length;
    }
    encode(blocks, offsets, length, wanted, out, new int[out.length]);
  }

  /**
   * Turns k shares into the k blocks, in place, computing only those that are missing.
   *
   * <p>Share {@code numbers[i]} is the {@code length} bytes of {@code blocks[i]} from {@code
   * offsets[i]} on. The three arrays are reordered together: on return {@code numbers[i]} is i, and
   * {@code blocks[i]} from {@code offsets[i]} on is block i. Primary shares are only moved, by
   * reference, to their places; the bytes of the parity shares are overwritten with the missing
   * blocks. Bytes outside of the given ranges are not touched, and the ranges must not overlap.
   *
   * @param numbers k distinct share numbers, 0…n−1, in any order
   * @throws IllegalArgumentException if a count, number, offset or length does not fit; nothing has
   *     been changed then
   */
  public void decode(int[] numbers, byte[][] blocks, int[] offsets, int length) {
    if (numbers.length != k) {
      throw new IllegalArgumentException(
          "%d shares given: exactly %d are needed".formatted(numbers.length, k));
    }
    Arguments.checkBlocks("share", blocks, offsets, length, k);
    Arguments.checkNumbers(numbers, n);
    Arguments.checkDistinct(numbers);
    putPrimaryInPlace(numbers, blocks, offsets);
    int[] missing = missing(numbers);
    if (missing.length > 0 && length > 0 && k > 1) {
      rebuild(decodingRows(numbers, missing), missing, blocks, offsets, length);
    }
    for (int i : missing) {
      numbers[i] = i;
    }
  }

  /** As {@link #decode(int[], byte[][], int[], int)}, with whole arrays of one length. */
  public void decode(int[] numbers, byte[][] blocks) {
    decode(numbers, blocks, new int[blocks.length], Arguments.commonLength("share", blocks));
  }

  @Override
  public String toString() {
    return "%d-of-%d".formatted(k, n);
  }

  private void putPrimaryInPlace(int[] numbers, byte[][] blocks, int[] offsets) {
    for (int i = 0; i < k; i++) {
      while (numbers[i] < k && numbers[i] != i) {
        int home = numbers[i];
        byte[] block = blocks[home];
        int offset = offsets[home];
        numbers[i] = numbers[home];
        blocks[home] = blocks[i];
        offsets[home] = offsets[i];
        numbers[home] = home;
        blocks[i] = block;
        offsets[i] = offset;
      }
    }
  }

  private int[] missing(int[] numbers) {
    int[] missing = new int[k];
    int count = 0;
    for (int i = 0; i < k; i++) {
      if (numbers[i] != i) {
        missing[count++] = i;
      }
    }
    return Arrays.copyOf(missing, count);
  }

  private byte[][] decodingRows(int[] numbers, int[] missing) {
    char[] key = new char[k];
    for (int i = 0; i < k; i++) {
      key[i] = (char) numbers[i];
    }
    synchronized (decodings) {
      return decodings.computeIfAbsent(
          new String(key),
          unused -> {
            Interpolation known = new Interpolation(numbers);
            byte[][] rows = new byte[missing.length][];
            for (int row = 0; row < rows.length; row++) {
              rows[row] = known.row(missing[row]);
            }
            return rows;
          });
    }
  }

  /** Puts each missing block in the place of the parity share that stands where it belongs. */
  private static void rebuild(
      byte[][] rows, int[] missing, byte[][] blocks, int[] offsets, int length) {
    byte[][] targets = new byte[missing.length][];
    int[] targetOffsets = new int[missing.length];
    for (int row = 0; row < missing.length; row++) {
      targets[row] = blocks[missing[row]];
      targetOffsets[row] = offsets[missing[row]];
    }
    Combination.compute(rows, blocks, offsets, targets, targetOffsets, length);
  }

  private static int[] firstNumbers(int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  /** A map that forgets the entry that was not used for the longest time. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Recent(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }
}
