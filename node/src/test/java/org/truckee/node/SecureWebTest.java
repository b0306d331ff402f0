package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.crypto.NodeCertificate;
import org.truckee.node.config.NodeException;

/** A web API with TLS, as {@code web.port = ssl:…} asks for it. */
@Timeout(60)
class SecureWebTest {
  private final NodeResources resources = NodeResources.start();
  private final NodeCertificate certificate =
      NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());

  @TempDir Path directory;

  @AfterEach
  void stopThreads() {
    resources.close();
  }

  private Node start(String endpoint) throws Exception {
    Files.writeString(directory.resolve("tahoe-client.tac"), "");
    Files.writeString(
        directory.resolve("tahoe.cfg"),
        """
        [node]
        web.port = %s
        tub.port = disabled
        tub.location = disabled
        [storage]
        enabled = false
        """
            .formatted(endpoint));
    return Node.start(directory, resources);
  }

  /** Expects this certificate, whatever name it has. */
  private HttpClient client() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Expecting(certificate.certificate())}, null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void thePagesComeByTlsWithTheCertificateOfTheFile() throws Exception {
    Files.writeString(directory.resolve("web.pem"), certificate.toPem());
    try (Node node = start("ssl:0:interface=127.0.0.1:privateKey=web.pem");
        HttpClient client = client()) {
      String url = node.webUrl().orElseThrow();
      assertThat(url).startsWith("https://127.0.0.1:").endsWith("/");
      assertThat(Files.readString(directory.resolve("node.url"))).isEqualTo(url + "\n");
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?t=json")).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pem, there is no file",
    "tahoe.cfg, no CERTIFICATE block",
    "binary, is not in PEM form",
    "long, is too long"
  })
  void filesThatCannotBeUsedAreNamed(String file, String problem) throws IOException {
    Files.write(directory.resolve("binary"), new byte[] {-1, -2, 0});
    Files.write(directory.resolve("long"), new byte[70_000]);
    assertThatThrownBy(() -> start("ssl:0:interface=127.0.0.1:privateKey=" + file))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("[node]web.port")
        .hasMessageContaining(directory.resolve(file).toString())
        .hasMessageContaining(problem);
  }

  /** Trusts one certificate. */
  private static final class Expecting extends X509ExtendedTrustManager {
    private final X509Certificate expected;

    Expecting(X509Certificate expected) {
      this.expected = expected;
    }

    private void check(X509Certificate[] chain) {
      assertThat(chain[0]).isEqualTo(expected);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new AssertionError("nobody else is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new AssertionError("nobody else is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("nobody else is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
