package org.truckee.wire.http;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What the protocol says about TLS ({@code spec/05 §2}). */
final class Tls {
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /**
   * A buffer into which a whole record can be decrypted, which saves a copy. The JDK asks for a
   * little more than the 16384 bytes that a record can carry.
   */
  static final int RECORD_BUFFER = 20 << 10;

  /** The only application protocol there is. */
  static final String HTTP = "http/1.1";

  /** In the order of preference: AES-128-GCM is the fastest where the processor helps. */
  static final String[] CIPHERS = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  };

  private Tls() {}

  /** A server that presents this certificate. */
  static SSLContext serverContext(X509Certificate certificate, PrivateKey key) {
    return context(new KeyManager[] {new NodeKey(certificate, key)}, new TrustManager[0]);
  }

  /** A client that accepts the one certificate with this hash. */
  static SSLContext clientContext(String certificateHash) {
    return context(new KeyManager[0], new TrustManager[] {new CertificatePin(certificateHash)});
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}
