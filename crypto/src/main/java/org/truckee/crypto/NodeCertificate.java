package org.truckee.crypto;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The self-signed certificate of a node and its private key, the content of {@code node.pem}
 * ({@code spec/05 §2.1}, {@code spec/09 §2.2}). It is the identity of the node: made once and kept
 * for ever, as its dates mean nothing to anybody.
 */
public final class NodeCertificate {
  private static final String NAME = "CN=newpb_thingy";
  private static final int KEY_BITS = 2048;
  private static final Period VALIDITY = Period.ofDays(365);

  private final X509Certificate certificate;
  private final RSAPrivateKey privateKey;

  private NodeCertificate(X509Certificate certificate, RSAPrivateKey privateKey) {
    this.certificate = certificate;
    this.privateKey = privateKey;
  }

  /** Makes a new key and a certificate that is valid for 365 days from now on. */
  public static NodeCertificate generate(Clock clock, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS, random);
      KeyPair keys = generator.generateKeyPair();
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      byte[] der =
          FreshCertificate.encoded(
              NAME, keys, now, now.atOffset(ZoneOffset.UTC).plus(VALIDITY).toInstant(), random);
      return new NodeCertificate(parseCertificate(der), (RSAPrivateKey) keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK can make an RSA certificate", e);
    }
  }

  /**
   * Reads the text of {@code node.pem}: a CERTIFICATE and a PRIVATE KEY block in any order.
   *
   * @throws KeyFormatException if one of the blocks is missing or damaged, if the key is no RSA
   *     key, or if the two do not belong together
   */
  public static NodeCertificate fromPem(String pem) throws KeyFormatException {
    byte[] certificateDer =
        Pem.decode("CERTIFICATE", pem)
            .orElseThrow(() -> new KeyFormatException("there is no CERTIFICATE block"));
    X509Certificate certificate;
    try {
      certificate = parseCertificate(certificateDer);
    } catch (CertificateException e) {
      throw new KeyFormatException("the CERTIFICATE block holds no X.509 certificate", e);
    }
    RSAPrivateKey privateKey = parsePrivateKey(pem);
    if (!(certificate.getPublicKey() instanceof RSAPublicKey publicKey)
        || !publicKey.getModulus().equals(privateKey.getModulus())) {
      throw new KeyFormatException("the private key is not the one of the certificate");
    }
    return new NodeCertificate(certificate, privateKey);
  }

  private static RSAPrivateKey parsePrivateKey(String pem) throws KeyFormatException {
    Optional<byte[]> pkcs8 = Pem.decode("PRIVATE KEY", pem);
    if (pkcs8.isEmpty()) {
      pkcs8 = Pem.decode("RSA PRIVATE KEY", pem).map(RsaPrivateKey::wrapPkcs1);
    }
    byte[] der = pkcs8.orElseThrow(() -> new KeyFormatException("there is no PRIVATE KEY block"));
    try {
      PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
      return (RSAPrivateKey) key;
    } catch (GeneralSecurityException e) {
      // Without its cause: the JDK's texts might quote what they could not read.
      throw new KeyFormatException("the PRIVATE KEY block holds no unencrypted RSA key");
    }
  }

  private static X509Certificate parseCertificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** The certificate, as it is shown to everybody who connects. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The private key. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** The identity that FURLs name. */
  public TubId tubId() {
    return TubId.of(certificate);
  }

  /** The identity that NURLs name: {@link #spkiHash(X509Certificate)} of the certificate. */
  public String spkiHash() {
    return spkiHash(certificate);
  }

  /**
   * The hash by which a client recognizes a server: the SHA-256 of the certificate's public key, in
   * base64url without padding ({@code spec/05 §2.2}); 43 characters.
   */
  public static String spkiHash(X509Certificate certificate) {
    byte[] hash = Hashes.sha256(certificate.getPublicKey().getEncoded());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** The text of {@code node.pem}. It contains the private key. */
  public String toPem() {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded())
          + Pem.encode("PRIVATE KEY", privateKey.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was parsed has an encoding", e);
    }
  }

  /** The tub id, never the key. */
  @Override
  public String toString() {
    return "NodeCertificate[" + tubId() + "]";
  }
}
