package org.truckee.wire.http;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.truckee.crypto.NodeCertificate;

/**
 * Trusts exactly one key ({@code spec/05 §2.3}): the server must present one self-signed
 * certificate whose public key has the pinned hash. Names, dates, versions and extensions do not
 * matter.
 *
 * <p>Being an extended trust manager it replaces all of the JDK's checks of the certificate; that
 * the server owns the key is proved by the signature in the handshake, which the JDK verifies.
 */
final class CertificatePin extends X509ExtendedTrustManager {
  private final byte[] hash;

  CertificatePin(String certificateHash) {
    this.hash = certificateHash.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length != 1) {
      throw new CertificateException(
          "the server presents %d certificates instead of one".formatted(chain.length));
    }
    byte[] found = NodeCertificate.spkiHash(chain[0]).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(found, hash)) {
      throw new CertificateException("the server has another key than its NURL says");
    }
    try {
      chain[0].verify(chain[0].getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the server's certificate is not signed by its own key", e);
    }
  }

  private static CertificateException notAServer() {
    return new CertificateException("this side accepts no clients");
  }
}
