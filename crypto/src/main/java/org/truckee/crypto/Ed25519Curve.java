package org.truckee.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * Ed25519 as the JDK has it, on the 32 and 64 bytes of RFC 8032. Bouncy Castle has it, too, but a
 * node that uses nothing else of it would hold several megabytes of what its archive says of
 * itself.
 */
final class Ed25519Curve {
  private static final String NAME = "Ed25519";
  private static final int SIGN = 0x80;

  private Ed25519Curve() {}

  /** The public key of a seed. */
  static byte[] publicKey(byte[] seed) {
    try {
      // The JDK makes public keys of nothing but the random bytes that a generator is given.
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      if (!Arrays.equals(used, seed)) {
        throw new IllegalStateException("this JDK makes keys of something else than randomness");
      }
      return encoded(((EdECPublicKey) pair.getPublic()).getPoint(), seed.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The signature of a message. */
  static byte[] sign(byte[] seed, byte[] message) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initSign(
          KeyFactory.getInstance(NAME)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** Whether a signature is one of a message; false also if the key is no point of the curve. */
  static boolean verify(byte[] key, byte[] message, byte[] signature) {
    try {
      PublicKey known =
          KeyFactory.getInstance(NAME)
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(key)));
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(known);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The y coordinate is little-endian, with the parity of x in the highest bit. */
  private static EdECPoint point(byte[] key) {
    byte[] y = reversed(key);
    boolean odd = (y[0] & SIGN) != 0;
    y[0] = (byte) (y[0] & ~SIGN);
    return new EdECPoint(odd, new BigInteger(1, y));
  }

  private static byte[] encoded(EdECPoint point, int length) {
    byte[] y = point.getY().toByteArray();
    byte[] encoded = new byte[length];
    for (int i = 0; i < Math.min(length, y.length); i++) {
      encoded[i] = y[y.length - 1 - i];
    }
    if (point.isXOdd()) {
      encoded[length - 1] |= (byte) SIGN;
    }
    return encoded;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Randomness that is known. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("32 bytes make a key, not " + bytes.length);
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
