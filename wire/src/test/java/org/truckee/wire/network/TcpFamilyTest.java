package org.truckee.wire.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.foolscap.ConnectionHint;

/** Connections over the plain network, by address and by name. */
@Timeout(60)
class TcpFamilyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** An address of documentation, to which nothing leads or from which nothing answers. */
  private static final String NOWHERE = "192.0.2.1";

  private static InetAddress[] addresses(String... texts) {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      addresses[i] = InetAddress.ofLiteral(texts[i]);
    }
    return addresses;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void addressesOfBothKindsAndNamesAreConnectedTo(String host) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getAllByName(host)[0]);
        SocketChannel channel =
            new TcpFamily().connect(new Place(host, server.getLocalPort()), LIMIT)) {
      assertThat(((InetSocketAddress) channel.getRemoteAddress()).getPort())
          .isEqualTo(server.getLocalPort());
    }
  }

  @Test
  void ofTheAddressesOfANameTheFirstThatAnswersIsTaken() throws Exception {
    TcpFamily family = new TcpFamily(host -> addresses("::1", NOWHERE, "127.0.0.1"));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        SocketChannel channel =
            family.connect(new Place("example.org", server.getLocalPort()), LIMIT)) {
      assertThat(((InetSocketAddress) channel.getRemoteAddress()).getAddress())
          .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }
  }

  @Test
  void whoCannotBeReachedIsNamed() throws Exception {
    // It has its port for itself, and does not listen.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = deaf.getLocalPort();
      assertThatThrownBy(() -> new TcpFamily().connect(new Place("127.0.0.1", port), LIMIT))
          .isInstanceOf(ConnectException.class);
      TcpFamily both = new TcpFamily(host -> addresses("::1", "127.0.0.1"));
      assertThatThrownBy(() -> both.connect(new Place("x", port), LIMIT))
          .isInstanceOf(ConnectException.class);
    }
    TcpFamily nobody =
        new TcpFamily(
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatThrownBy(() -> nobody.connect(new Place("x.invalid", 1), LIMIT))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:example.org:80, example.org, 80",
    "example.org:80, example.org, 80",
    "tcp:192.0.2.7:1, 192.0.2.7, 1",
    "tcp:[2001:db8::7]:80, 2001:db8::7, 80",
    "tcp:[fe80::1%eth0]:80, fe80::1%eth0, 80",
    "tor:xyz.onion:3457, xyz.onion, 3457",
    "i2p:xyz.b32.i2p, xyz.b32.i2p, 0",
    "i2p:xyz.b32.i2p:80, xyz.b32.i2p, 80",
  })
  void hintsNamePlaces(String hint, String host, int port) {
    assertThat(Place.of(new ConnectionHint(hint))).contains(new Place(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp:", "tcp:a b:1", "tcp:a:65536", "tcp:[x]:1", "tcp:a:1:2", "tor"})
  void otherTextIsNoPlace(String hint) {
    assertThat(Place.of(new ConnectionHint(hint))).isEmpty();
  }

  @Test
  void whatNobodyAnswersTakesNoLongerThanItMay() {
    TcpFamily family = new TcpFamily(host -> addresses(NOWHERE, "192.0.2.2", "192.0.2.3"));
    long begun = System.nanoTime();
    assertThatThrownBy(() -> family.connect(new Place("x", 9), Duration.ofMillis(300)))
        .isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }
}
