package org.truckee.wormhole;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The PGP word list: words that are not mistaken for one another when they are spoken. */
final class Words {
  /** How many there are of each kind. */
  static final int COUNT = 256;

  private static final List<String[]> PAIRS = read();

  private Words() {}

  private static List<String[]> read() {
    try (InputStream in = Words.class.getResourceAsStream("words.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word of two syllables. */
  static String ofTwo(int number) {
    return PAIRS.get(number)[0];
  }

  /** A word of three syllables. */
  static String ofThree(int number) {
    return PAIRS.get(number)[1];
  }
}
