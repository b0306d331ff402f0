package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebEndpointTest {
  private static final Path NODE = Path.of("/srv/node");

  private static WebEndpoint parse(String text) {
    return WebEndpoint.parse(text, NODE);
  }

  @Test
  void tlsTakesItsFilesFromTheNodeDirectory() {
    WebEndpoint endpoint =
        parse(
            "ssl:3456:interface=127.0.0.1:privateKey=private/web.key:certKey=/etc/web.pem"
                + ":extraCertChain=chain.pem:sslmethod=TLS_METHOD:backlog=7");
    assertThat(endpoint.place()).isEqualTo(new Endpoint(Optional.of("127.0.0.1"), 3456, 7));
    assertThat(endpoint.tls())
        .contains(
            new WebEndpoint.TlsFiles(
                Path.of("/srv/node/private/web.key"),
                Path.of("/etc/web.pem"),
                Optional.of(Path.of("/srv/node/chain.pem"))));
    assertThat(endpoint.url(8080)).isEqualTo("https://127.0.0.1:8080/");
    assertThat(endpoint.withPort(1).tls()).isEqualTo(endpoint.tls());
  }

  @Test
  void oneFileMayHoldBothAndHasAUsualName() {
    assertThat(parse("ssl:port=1:privateKey=a\\:b").tls())
        .contains(
            new WebEndpoint.TlsFiles(
                Path.of("/srv/node/a:b"), Path.of("/srv/node/a:b"), Optional.empty()));
    assertThat(parse("ssl:1").tls().orElseThrow().certificate())
        .isEqualTo(Path.of("/srv/node/server.pem"));
  }

  @Test
  void withoutTlsItIsAnEndpointLikeOthers() {
    assertThat(parse("tcp6:3456:interface=\\:\\:1"))
        .isEqualTo(new WebEndpoint(new Endpoint(Optional.of("::1"), 3456), Optional.empty()));
    assertThat(parse("tcp:1").url(3456)).isEqualTo("http://127.0.0.1:3456/");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl:1:dhParameters=dh.pem, leave that part out",
    "ssl:1:sslmethod=SSLv3_METHOD, TLS_METHOD",
    "ssl:1:shoe=7, shoe=7",
    "ssl, names no port",
    "ssl:privateKey=k, names no port",
    "unix:/run/web, tcp:PORT:interface=127.0.0.1",
    "systemd:domain=INET:index=0, service manager",
    "fd:3, service manager",
    "pigeon:3, pigeon"
  })
  void whatCannotBeListenedAtIsRefusedWithWhatCan(String text, String remedy) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(remedy);
  }
}
