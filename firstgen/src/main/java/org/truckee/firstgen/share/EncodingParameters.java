package org.truckee.firstgen.share;

import org.truckee.erasure.ErasureCode;

/**
 * How files are encoded ({@code spec/12 §8.2}).
 *
 * @param needed how many shares give a file back
 * @param desired how many shares make an upload a success
 * @param total how many shares are made
 */
public record EncodingParameters(int needed, int desired, int total) {
  /** What clients use to which no introducer has given advice. */
  public static final EncodingParameters WITHOUT_ADVICE = new EncodingParameters(25, 75, 100);

  /** What introducers advise that were not told otherwise. */
  public static final EncodingParameters ADVICE = new EncodingParameters(3, 7, 10);

  /** Checks the numbers. */
  public EncodingParameters {
    if (needed < 1 || needed > total || total > ErasureCode.MAX_SHARES) {
      throw new IllegalArgumentException(
          "%d-of-%d: needed are at least 1 and at most all, which are at most %d"
              .formatted(needed, total, ErasureCode.MAX_SHARES));
    }
    if (desired < 0 || desired > total) {
      throw new IllegalArgumentException(
          "%d shares are desired, of %d that there are".formatted(desired, total));
    }
  }

  /**
   * Reads three numbers with spaces between them, as in the file {@code encoding_parameters}.
   *
   * @throws IllegalArgumentException if there is anything else
   */
  public static EncodingParameters parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (words.length != 3) {
      throw new IllegalArgumentException(
          "encoding parameters are three numbers: needed, desired, total; for instance 3 7 10");
    }
    return new EncodingParameters(number(words[0]), number(words[1]), number(words[2]));
  }

  private static int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("encoding parameters are three numbers, such as 3 7 10");
    }
  }
}
