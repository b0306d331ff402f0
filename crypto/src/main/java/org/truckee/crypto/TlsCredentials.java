package org.truckee.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What a web server shows and proves to those who connect by TLS.
 *
 * @param chain certificates, the server's own first
 * @param key the private key of the first one
 */
public record TlsCredentials(List<X509Certificate> chain, PrivateKey key) {
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
  private static final byte[] PROOF = {1, 2, 3};

  /** Copies the list. */
  public TlsCredentials {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both from PEM texts.
   *
   * @param key holds an unencrypted private key, of RSA or an elliptic curve
   * @param certificates holds the certificates, the server's own first
   * @throws KeyFormatException if they are something else or do not belong together; no message
   *     quotes a text
   */
  public static TlsCredentials fromPem(String key, String certificates) throws KeyFormatException {
    List<X509Certificate> chain = new ArrayList<>();
    for (byte[] der : Pem.decodeAll("CERTIFICATE", certificates)) {
      X509Certificate next = certificate(der);
      if (!chain.contains(next)) {
        chain.add(next);
      }
    }
    if (chain.isEmpty()) {
      throw new KeyFormatException("there is no CERTIFICATE block");
    }
    requireChain(chain);
    PrivateKey privateKey = privateKey(pkcs8(key));
    if (!belongsTo(privateKey, chain.getFirst().getPublicKey())) {
      throw new KeyFormatException("the private key is not the one of the first certificate");
    }
    return new TlsCredentials(chain, privateKey);
  }

  private static X509Certificate certificate(byte[] der) throws KeyFormatException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new KeyFormatException("a CERTIFICATE block holds no certificate");
    }
  }

  private static void requireChain(List<X509Certificate> chain) throws KeyFormatException {
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i)
          .getSubjectX500Principal()
          .equals(chain.get(i - 1).getIssuerX500Principal())) {
        throw new KeyFormatException(
            "certificate number %d is not the one that issued the one before it".formatted(i + 1));
      }
    }
  }

  private static byte[] pkcs8(String pem) throws KeyFormatException {
    if (!pem.contains("ENCRYPTED")) {
      Optional<byte[]> usual = Pem.decode("PRIVATE KEY", pem);
      if (usual.isPresent()) {
        return usual.get();
      }
      Optional<byte[]> rsa = Pem.decode("RSA PRIVATE KEY", pem);
      if (rsa.isPresent()) {
        return RsaPrivateKey.wrapPkcs1(rsa.get());
      }
      Optional<byte[]> curve = Pem.decode("EC PRIVATE KEY", pem);
      if (curve.isPresent()) {
        return wrapSec1(curve.get());
      }
    }
    throw new KeyFormatException(
        "there is no PRIVATE KEY block without a password; 'openssl pkey' makes one");
  }

  private static byte[] wrapSec1(byte[] sec1) throws KeyFormatException {
    try {
      ECPrivateKey key = ECPrivateKey.getInstance(sec1);
      AlgorithmIdentifier curve =
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
      return new PrivateKeyInfo(curve, key).getEncoded();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new KeyFormatException("the EC PRIVATE KEY block holds no key");
    }
  }

  private static PrivateKey privateKey(byte[] pkcs8) throws KeyFormatException {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Of another kind, perhaps.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK knows keys of the kind " + kind, e);
      }
    }
    throw new KeyFormatException(
        "the private key is damaged, or of a kind that is not supported; RSA and elliptic curves"
            + " are");
  }

  private static boolean belongsTo(PrivateKey key, PublicKey publicKey) {
    try {
      String method =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
          };
      Signature signing = Signature.getInstance(method);
      signing.initSign(key);
      signing.update(PROOF);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(method);
      verifying.initVerify(publicKey);
      verifying.update(PROOF);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What TLS servers are made of. */
  public SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] none = new char[0];
      store.setKeyEntry("server", key, none, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  @Override
  public String toString() {
    return "TlsCredentials[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
