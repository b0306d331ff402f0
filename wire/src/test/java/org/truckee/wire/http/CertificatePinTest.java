package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.NodeCertificate;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.memory.MemoryStorageServer;
import org.truckee.wire.Nurl;

/** Which servers a client accepts: the cases recorded of the reference, one by one. */
class CertificatePinTest {
  private static final Instant NOW = Instant.now();
  private static final Duration YEAR = Duration.ofDays(365);

  @Test
  void aSelfSignedCertificateWithThePinnedKeyIsAccepted() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(selfSigned(key, NOW, 1), key, hash(key))).isTrue();
  }

  @Test
  void anotherKeyIsRejected() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(selfSigned(key, NOW, 1), key, hash(key("RSA")))).isFalse();
  }

  @Test
  void anExpiredCertificateIsAccepted() throws Exception {
    KeyPair key = key("RSA");
    X509Certificate expired = selfSigned(key, NOW.minus(YEAR.multipliedBy(3)), 1);
    assertThat(connects(expired, key, hash(key))).isTrue();
  }

  @Test
  void aCertificateOfTheFutureIsAccepted() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(selfSigned(key, NOW.plus(YEAR), 1), key, hash(key))).isTrue();
  }

  @Test
  void anotherCertificateOfTheSameKeyIsAccepted() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(selfSigned(key, NOW, 77), key, hash(key))).isTrue();
  }

  @Test
  void keysOnCurvesAreAccepted() throws Exception {
    KeyPair ec = key("EC");
    assertThat(connects(selfSigned(ec, NOW, 1), ec, hash(ec))).isTrue();
    KeyPair edwards = key("Ed25519");
    assertThat(connects(selfSigned(edwards, NOW, 1), edwards, hash(edwards))).isTrue();
  }

  @Test
  void aCertificateSignedByAnotherKeyIsRejected() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(certificate(key, key("RSA").getPrivate(), NOW, 1), key, hash(key)))
        .isFalse();
  }

  @Test
  void aChainIsRejectedWhicheverCertificateIsPinned() throws Exception {
    KeyPair authority = key("RSA");
    KeyPair leaf = key("RSA");
    X509Certificate[] chain = {
      certificate(leaf, authority.getPrivate(), NOW, 2), selfSigned(authority, NOW, 1)
    };
    assertThat(connects(chain, leaf, hash(leaf))).isFalse();
    assertThat(connects(chain, leaf, hash(authority))).isFalse();
  }

  @Test
  void whoPresentsTheCertificateWithoutItsKeyIsRejected() throws Exception {
    KeyPair key = key("RSA");
    assertThat(connects(selfSigned(key, NOW, 1), key("RSA"), hash(key))).isFalse();
  }

  @Test
  void aHashWithPaddingOrInAnotherAlphabetIsNoNurl() {
    String hash = "dJ58ki7RBzbFI_fwhxZjZb7rBQrH4b8fr5tfSIU2J0I";
    for (String wrong : new String[] {hash + "=", hash.replace('_', '/')}) {
      assertThatThrownBy(() -> Nurl.parse("pb://" + wrong + "@host:1/swiss#v=1"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClientTellsThatTheKeyIsAnother() throws Exception {
    try (HttpFixture http = new HttpFixture(MemoryStorageServer.plain())) {
      Nurl right = http.server.nurl("127.0.0.1");
      Nurl wrong =
          new Nurl(right.scheme(), hash(key("RSA")), right.host(), right.port(), right.swissnum());
      assertThatThrownBy(() -> new StorageHttpClient(http.transport, wrong).version())
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("another key")
          .hasMessageNotContaining(right.swissnum().text());
      // The pin is part of a connection's name: the right one is not disturbed by the wrong one.
      assertThat(http.client.version()).isNotNull();
    }
  }

  private static boolean connects(X509Certificate certificate, KeyPair key, String pin)
      throws Exception {
    return connects(new X509Certificate[] {certificate}, key, pin);
  }

  /** Whether a client with {@code pin} gets an answer from a server with this chain and key. */
  private static boolean connects(X509Certificate[] chain, KeyPair key, String pin)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new ChainKey(chain, key.getPrivate())}, null, null);
    try (SSLServerSocket listener =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        SSLSocket client =
            (SSLSocket)
                Tls.clientContext(pin)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", listener.getLocalPort())) {
      Thread.ofVirtual().start(() -> greet(listener));
      return client.getInputStream().read() == 'x';
    } catch (javax.net.ssl.SSLException e) {
      return false;
    }
  }

  private static void greet(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.getOutputStream().write('x');
      socket.getOutputStream().flush();
    } catch (java.io.IOException e) {
      // The client has refused; it says so itself.
      return;
    }
  }

  private static String hash(KeyPair key) throws Exception {
    return NodeCertificate.spkiHash(selfSigned(key, NOW, 1));
  }

  private static KeyPair key(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(256);
    }
    return generator.generateKeyPair();
  }

  private static X509Certificate selfSigned(KeyPair key, Instant from, int serial)
      throws Exception {
    return certificate(key, key.getPrivate(), from, serial);
  }

  private static X509Certificate certificate(
      KeyPair key, PrivateKey signer, Instant from, int serial) throws Exception {
    String algorithm =
        switch (signer.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    X500Principal name = new X500Principal("CN=newpb_thingy");
    X509CertificateHolder holder =
        new JcaX509v1CertificateBuilder(
                name,
                BigInteger.valueOf(serial),
                Date.from(from),
                Date.from(from.plus(YEAR)),
                name,
                key.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(signer));
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  /** Presents a chain, whether or not the key belongs to it. */
  private static final class ChainKey extends javax.net.ssl.X509ExtendedKeyManager {
    private final X509Certificate[] chain;
    private final PrivateKey key;

    private ChainKey(X509Certificate[] chain, PrivateKey key) {
      this.chain = chain;
      this.key = key;
    }

    @Override
    public String chooseServerAlias(
        String keyType, java.security.Principal[] issuers, java.net.Socket socket) {
      return keyType.equals(key.getAlgorithm()) ? "key" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getServerAliases(String keyType, java.security.Principal[] issuers) {
      return new String[] {"key"};
    }

    @Override
    public String[] getClientAliases(String keyType, java.security.Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(
        String[] keyTypes, java.security.Principal[] issuers, java.net.Socket socket) {
      return null;
    }
  }
}
