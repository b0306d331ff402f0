package org.truckee.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Keys out of a secret: HKDF with SHA-256 and no salt (RFC 5869). */
public final class Hkdf {
  private Hkdf() {}

  /**
   * Derives bytes.
   *
   * @param secret what they come from
   * @param info what they are for
   * @param length how many bytes, 1 … 8160
   */
  public static byte[] sha256(byte[] secret, byte[] info, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HKDF", e);
    }
  }
}
