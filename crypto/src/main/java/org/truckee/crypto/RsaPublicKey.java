package org.truckee.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** The RSA key that checks the signature of a mutable file ({@code spec/02 §1–2}). */
public final class RsaPublicKey {
  /** A key of 16384 bits is about 2 kB long; nothing longer is read. */
  private static final int MAX_DER_LENGTH = 4096;

  private static final PSSParameterSpec PSS =
      new PSSParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

  private final PublicKey key;

  private RsaPublicKey(PublicKey key) {
    this.key = key;
  }

  static RsaPublicKey of(PublicKey key) {
    return new RsaPublicKey(key);
  }

  /**
   * Reads an X.509 SubjectPublicKeyInfo in DER. Any size and exponent will do.
   *
   * @throws KeyFormatException if it is no RSA key
   */
  public static RsaPublicKey fromDer(byte[] der) throws KeyFormatException {
    if (der.length > MAX_DER_LENGTH) {
      throw new KeyFormatException(
          "no RSA key has %d bytes, at most %d are read".formatted(der.length, MAX_DER_LENGTH));
    }
    try {
      PublicKey key = keyFactory().generatePublic(new X509EncodedKeySpec(der));
      // Made anew from its numbers: the parsed key would keep an unusual encoding.
      return new RsaPublicKey(
          keyFactory().generatePublic(keyFactory().getKeySpec(key, RSAPublicKeySpec.class)));
    } catch (GeneralSecurityException e) {
      throw new KeyFormatException("these %d bytes are no RSA public key".formatted(der.length), e);
    }
  }

  /** The key as X.509 SubjectPublicKeyInfo in DER: what a fingerprint is made of. */
  public byte[] der() {
    return key.getEncoded();
  }

  /**
   * Whether {@code signature} is one of {@code message}: RSASSA-PSS with SHA-256, MGF1 with SHA-256
   * and a salt of exactly 32 bytes.
   */
  public boolean verify(byte[] message, byte[] signature) {
    try {
      Signature verifier = newSignature();
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      // A signature of the wrong length, or a key too small for any: not a valid signature.
      return false;
    }
  }

  static KeyFactory keyFactory() {
    try {
      return KeyFactory.getInstance("RSA");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  static Signature newSignature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(PSS);
    return signature;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RsaPublicKey that && Arrays.equals(der(), that.der());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der());
  }

  /** The beginning of the hash of the key. */
  @Override
  public String toString() {
    return "RsaPublicKey["
        + Base32.encode(HashTag.MUTABLE_FINGERPRINT.hash(der())).substring(0, 5)
        + "]";
  }
}
