package org.truckee.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The RSA-2048 key that signs the versions of a mutable file ({@code spec/02 §1–2}). Whoever has it
 * can write the file.
 */
public final class RsaPrivateKey {
  /** The only size that is accepted, in bits. */
  public static final int BITS = 2048;

  private static final int MAX_DER_LENGTH = 1 << 14;

  private final RSAPrivateCrtKey key;
  private final RsaPublicKey publicKey;

  private RsaPrivateKey(RSAPrivateCrtKey key) throws KeyFormatException {
    this.key = key;
    try {
      this.publicKey =
          RsaPublicKey.of(
              RsaPublicKey.keyFactory()
                  .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
    } catch (GeneralSecurityException e) {
      throw new KeyFormatException("this RSA key has a public exponent that cannot be used", e);
    }
  }

  /** Makes a key with the public exponent 65537. */
  public static RsaPrivateKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      return new RsaPrivateKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException | KeyFormatException e) {
      throw new IllegalStateException("every JDK can make an RSA key", e);
    }
  }

  /**
   * Reads a key in DER, PKCS#8 or bare PKCS#1.
   *
   * @throws KeyFormatException if it is none of RSA, has not 2048 bits, or its numbers contradict
   *     each other
   */
  public static RsaPrivateKey fromDer(byte[] der) throws KeyFormatException {
    if (der.length > MAX_DER_LENGTH) {
      throw new KeyFormatException(
          "no RSA key of %d bits has %d bytes".formatted(BITS, der.length));
    }
    RSAPrivateCrtKey key = isPkcs1(der) ? parse(wrapPkcs1(der)) : parse(der);
    if (key.getModulus().bitLength() != BITS) {
      throw new KeyFormatException(
          "Private Key must be 2048 bits, not %d".formatted(key.getModulus().bitLength()));
    }
    requireConsistent(key);
    return new RsaPrivateKey(key);
  }

  /**
   * Reads a key in PEM that is not enciphered, PKCS#8 or PKCS#1.
   *
   * @throws KeyFormatException if there is none, or as {@link #fromDer} says
   */
  public static RsaPrivateKey fromPem(String text) throws KeyFormatException {
    Optional<byte[]> pkcs8 = Pem.decode("PRIVATE KEY", text);
    Optional<byte[]> der = pkcs8.isPresent() ? pkcs8 : Pem.decode("RSA PRIVATE KEY", text);
    if (der.isEmpty()) {
      throw new KeyFormatException(
          text.contains("ENCRYPTED")
              ? "the private key is enciphered: decipher it first, as with 'openssl pkey'"
              : "there is no private key in PEM");
    }
    return fromDer(der.get());
  }

  private static RSAPrivateCrtKey parse(byte[] pkcs8) throws KeyFormatException {
    try {
      KeyFactory factory = RsaPublicKey.keyFactory();
      if (factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key) {
        return key;
      }
    } catch (GeneralSecurityException _) {
      // Said below, without the cause: its text might quote what it could not read.
    }
    throw new KeyFormatException("Private Key did not decode to an RSA key");
  }

  /** PKCS#8 has an algorithm (0x30) where PKCS#1 has the modulus (0x02), behind a small version. */
  private static boolean isPkcs1(byte[] der) {
    int content = der.length < 2 || der[1] >= 0 ? 2 : 2 + (der[1] & 0x7f);
    return content + 3 < der.length && der[content] == 2 && der[content + 3] == 2;
  }

  /** The one encoding of these numbers, whatever the key was read from. */
  private static byte[] canonical(RSAPrivateCrtKey key) {
    try {
      return wrapPkcs1(
          new RSAPrivateKey(
                  key.getModulus(),
                  key.getPublicExponent(),
                  key.getPrivateExponent(),
                  key.getPrimeP(),
                  key.getPrimeQ(),
                  key.getPrimeExponentP(),
                  key.getPrimeExponentQ(),
                  key.getCrtCoefficient())
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("memory is always written", e);
    }
  }

  /** The PKCS#8 form of a PKCS#1 key, of which nothing is checked. */
  static byte[] wrapPkcs1(byte[] pkcs1) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(0));
    parts.add(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
    parts.add(new DEROctetString(pkcs1));
    try {
      return new DERSequence(parts).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("memory is always written", e);
    }
  }

  private static void requireConsistent(RSAPrivateCrtKey key) throws KeyFormatException {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger e = key.getPublicExponent();
    BigInteger d = key.getPrivateExponent();
    BigInteger one = BigInteger.ONE;
    if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0 || e.compareTo(one) <= 0 || !e.testBit(0)) {
      throw inconsistent();
    }
    BigInteger pLess = p.subtract(one);
    BigInteger qLess = q.subtract(one);
    boolean consistent =
        p.multiply(q).equals(key.getModulus())
            && d.signum() > 0
            && e.multiply(d).mod(pLess).equals(one)
            && e.multiply(d).mod(qLess).equals(one)
            && d.mod(pLess).equals(key.getPrimeExponentP())
            && d.mod(qLess).equals(key.getPrimeExponentQ())
            && key.getCrtCoefficient().multiply(q).mod(p).equals(one);
    if (!consistent) {
      throw inconsistent();
    }
  }

  private static KeyFormatException inconsistent() {
    return new KeyFormatException("the numbers of this RSA key contradict each other");
  }

  /**
   * The key in DER, PKCS#8; the same bytes for both encodings that it can be read from. For a file
   * that exists the bytes that its shares hold count, not these.
   */
  public byte[] der() {
    return canonical(key);
  }

  /** The key that checks the signatures of this one. */
  public RsaPublicKey publicKey() {
    return publicKey;
  }

  /** Signs {@code message} with RSASSA-PSS; 256 bytes, different ones each time. */
  public byte[] sign(byte[] message, SecureRandom random) {
    try {
      Signature signature = RsaPublicKey.newSignature();
      signature.initSign(key, random);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked key can sign", e);
    }
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "RsaPrivateKey[secret]";
  }
}
