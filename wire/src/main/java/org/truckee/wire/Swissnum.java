package org.truckee.wire;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Secret;

/**
 * The shared secret that lets a client use a storage server ({@code spec/05 §3.2}): ASCII text, as
 * it stands in a {@link Nurl}.
 */
public final class Swissnum extends Secret {
  private static final int RANDOM_BYTES = 20;
  private static final int MAXIMUM_LENGTH = 1024;

  /**
   * Wraps the text of a swissnum.
   *
   * @throws IllegalArgumentException if it is empty, longer than 1024 characters, or has a
   *     character that cannot stand in a URL path segment
   */
  public Swissnum(String text) {
    super(checked(text));
  }

  /** A fresh one: 160 random bits in base32. */
  public static Swissnum random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Swissnum(Base32.encode(bytes));
  }

  /** The secret itself. */
  public String text() {
    return new String(bytes(), StandardCharsets.US_ASCII);
  }

  private static byte[] checked(String text) {
    boolean plain =
        text.chars().allMatch(c -> c > ' ' && c < 0x7f && "/?#\"<>\\^`{|}".indexOf(c) < 0);
    if (text.isEmpty() || text.length() > MAXIMUM_LENGTH || !plain) {
      throw new IllegalArgumentException(
          "a swissnum is 1 to 1024 characters of a URL path segment; this one is not");
    }
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
