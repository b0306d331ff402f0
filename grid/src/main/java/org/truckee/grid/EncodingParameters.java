package org.truckee.grid;

/**
 * How a file is spread ({@code spec/01 §6.2}).
 *
 * @param needed k: how many shares give the file back, 1 … total
 * @param happy how many servers must hold shares of which any {@code needed} give the file back; 0
 *     accepts any outcome
 * @param total N: how many shares are made, at most 256
 * @param maxSegmentSize the most plaintext bytes coded at once, ≥ 1; 1 MiB on existing grids
 */
public record EncodingParameters(int needed, int happy, int total, int maxSegmentSize) {
  /** The segment size limit of existing grids. */
  public static final int DEFAULT_MAX_SEGMENT_SIZE = 1 << 20;

  /** 3 of 10 on at least 7 servers. */
  public static final EncodingParameters DEFAULT = of(3, 7, 10);

  private static final int SEGMENT_SIZE_LIMIT = 1 << 28;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public EncodingParameters {
    if (needed < 1 || needed > total || total > 256) {
      throw new IllegalArgumentException(
          "needed-of-total must be 1 ≤ k ≤ n ≤ 256, not %d-of-%d".formatted(needed, total));
    }
    if (happy < 0) {
      throw new IllegalArgumentException("happy must not be negative, not " + happy);
    }
    if (maxSegmentSize < 1 || maxSegmentSize > SEGMENT_SIZE_LIMIT) {
      throw new IllegalArgumentException(
          "a segment has 1 to %d bytes, not %d".formatted(SEGMENT_SIZE_LIMIT, maxSegmentSize));
    }
  }

  /** The parameters with segments of 1 MiB. */
  public static EncodingParameters of(int needed, int happy, int total) {
    return new EncodingParameters(needed, happy, total, DEFAULT_MAX_SEGMENT_SIZE);
  }
}
