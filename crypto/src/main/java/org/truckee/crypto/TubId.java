package org.truckee.crypto;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/**
 * The 20-byte identity of a node: the SHA-1 of its certificate ({@code spec/05 §2.1}). Lease
 * secrets and write enablers are made for it.
 */
public final class TubId extends Identifier implements Comparable<TubId> {
  /** Length in bytes. */
  public static final int LENGTH = 20;

  private static final int TEXT_LENGTH = 32;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 20
   */
  public TubId(byte[] bytes) {
    super("a tub id", LENGTH, bytes);
  }

  /**
   * Parses 32 base32 characters, as a FURL has them between {@code pb://} and {@code @}; capital
   * letters count as small ones.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static TubId parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      throw new IllegalArgumentException("a tub id has 32 base32 characters");
    }
    return new TubId(Base32.decode(text.toLowerCase(Locale.ROOT)));
  }

  /** The identity of the node that has {@code certificate}. */
  public static TubId of(X509Certificate certificate) {
    try {
      return new TubId(Sha256.newSha1().digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }

  @Override
  public int compareTo(TubId other) {
    return compareBytes(other);
  }
}
