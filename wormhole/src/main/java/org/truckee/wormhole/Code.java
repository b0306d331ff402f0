package org.truckee.wormhole;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What both ends have to know: the number of a nameplate on the server, and words that are secret
 * ({@code spec/09 §12.2}).
 */
public final class Code {
  private static final int MAX_LENGTH = 200;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-(\\S+)");

  private final String text;
  private final String nameplate;

  private Code(String text, String nameplate) {
    this.text = text;
    this.nameplate = nameplate;
  }

  /**
   * The code that somebody was told.
   *
   * @throws WormholeException if it cannot be one
   */
  public static Code parse(String text) throws WormholeException {
    Matcher form = FORM.matcher(text.strip());
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw new WormholeException(
          "this cannot be an invite code: those are a number and words with dashes between them,"
              + " without blanks, as in 7-retrospect-checkup");
    }
    return new Code(form.group(), form.group(1));
  }

  /**
   * A new code.
   *
   * @param nameplate the number that the server gave
   * @param words how many words it has, ≥ 1; each is worth eight bits
   */
  static Code generate(String nameplate, int words, RandomGenerator random) {
    StringBuilder text = new StringBuilder(nameplate);
    for (int i = 0; i < words; i++) {
      int choice = random.nextInt(Words.COUNT);
      text.append('-').append(i % 2 == 0 ? Words.ofThree(choice) : Words.ofTwo(choice));
    }
    return new Code(text.toString(), nameplate);
  }

  /** The text that is told to the other end, and to nobody else. */
  public String text() {
    return text;
  }

  /** The number by which the server knows where the two meet. */
  String nameplate() {
    return nameplate;
  }

  /** What the key is derived from. */
  byte[] password() {
    return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code code && code.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  /** Reveals no word. */
  @Override
  public String toString() {
    return "Code[%s-…]".formatted(nameplate);
  }
}
