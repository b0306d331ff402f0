package org.truckee.erasure;

/** Matrix times blocks: the one operation that coding and decoding consist of. */
interface Kernel {
  /**
   * Sets every {@code out[r]} to the sum over i of {@code rows[r][i] * in[i]}, bytewise.
   *
   * <p>Input i is the {@code length} bytes of {@code in[i]} from {@code inOffsets[i]} on, output r
   * those of {@code out[r]} from {@code outOffsets[r]} on. No output overlaps an input or another
   * output; all ranges are valid; there is at least one input and one byte.
   */
  void combine(
      byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length);

  /** The name by which a user can force this kernel. */
  String name();
}
