package org.truckee.wire.http;

import java.security.SecureRandom;
import org.truckee.crypto.Secret;

/** The secret that lets its holder write to, or abort, one upload ({@code spec/05 §3.3}). */
public final class UploadSecret extends Secret {
  private static final int RANDOM_BYTES = 20;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public UploadSecret(byte[] bytes) {
    super(bytes);
    if (bytes.length == 0) {
      throw new IllegalArgumentException("an upload secret has at least one byte");
    }
  }

  /** A fresh one of 20 random bytes. */
  public static UploadSecret random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new UploadSecret(bytes);
  }
}
