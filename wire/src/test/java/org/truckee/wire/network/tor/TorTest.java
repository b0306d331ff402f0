package org.truckee.wire.network.tor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.wire.network.Place;

/** Connections through Tor, and onion services, with a Tor that a test plays. */
@Timeout(60)
class TorTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String KEY = ScriptedTor.key(1);

  @TempDir private Path directory;
  private Optional<ScriptedTor> tor = Optional.empty();

  private ScriptedTor tor(String methods) throws IOException {
    tor = Optional.of(new ScriptedTor(methods, directory));
    return tor.get();
  }

  @AfterEach
  void stop() throws IOException {
    if (tor.isPresent()) {
      tor.get().close();
    }
  }

  /** Answers everybody in capitals. */
  private static ServerSocket loud() throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  try (Socket socket = server.accept()) {
                    byte[] said = socket.getInputStream().readNBytes(5);
                    socket
                        .getOutputStream()
                        .write(
                            new String(said, StandardCharsets.US_ASCII)
                                .toUpperCase(java.util.Locale.ROOT)
                                .getBytes(StandardCharsets.US_ASCII));
                  }
                }
              } catch (IOException e) {
                // Closed.
                return;
              }
            });
    return server;
  }

  private static String say(SocketChannel channel, String text) throws IOException {
    channel.socket().getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void namesAreLookedUpByTorAlone() throws Exception {
    ScriptedTor here = tor("NULL");
    try (ServerSocket server = loud()) {
      here.route("no-such-name.invalid", server.getLocalPort());
      TorFamily family = new TorFamily(TorPorts.at(here.socks()));
      try (SocketChannel channel = family.connect(new Place("no-such-name.invalid", 80), LIMIT)) {
        assertThat(say(channel, "hello")).isEqualTo("HELLO");
      }
      assertThat(here.asked()).containsExactly("no-such-name.invalid:80");
      assertThatThrownBy(() -> family.connect(new Place("gone.onion", 80), LIMIT))
          .isInstanceOf(ConnectException.class)
          .hasMessage("the host is not reachable through the SOCKS proxy");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "::1",
        "2001:db8::1"
      })
  void addressesOfTheNeighbourhoodAreNotAskedFor(String address) throws Exception {
    ScriptedTor here = tor("NULL");
    TorFamily family = new TorFamily(TorPorts.at(here.socks()));
    assertThatThrownBy(() -> family.connect(new Place(address, 80), LIMIT))
        .isInstanceOf(ConnectException.class)
        .hasMessage("ignoring non-Tor-able ipaddr " + address);
    assertThat(here.asked()).isEmpty();
  }

  @Test
  void theProxyThatIsThereIsUsed() throws Exception {
    ScriptedTor here = tor("NULL");
    // It has its port for itself, and does not listen.
    try (Socket deaf = new Socket();
        ServerSocket server = loud()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      InetSocketAddress nobody = (InetSocketAddress) deaf.getLocalSocketAddress();
      here.route("x.onion", server.getLocalPort());
      TorFamily family = new TorFamily(limit -> List.of(nobody, here.socks()));
      family.connect(new Place("x.onion", 1), LIMIT).close();
      TorFamily without = new TorFamily(TorPorts.at(nobody));
      assertThatThrownBy(() -> without.connect(new Place("x.onion", 1), LIMIT))
          .isInstanceOf(ConnectException.class)
          .hasMessageStartingWith("no SOCKS proxy at");
    }
  }

  @Test
  void aProxyThatDoesNotAnswerIsNotWaitedForWithoutEnd() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      TorFamily family =
          new TorFamily(TorPorts.at((InetSocketAddress) silent.getLocalSocketAddress()));
      assertThatThrownBy(() -> family.connect(new Place("x.onion", 1), Duration.ofMillis(500)))
          .isInstanceOf(ConnectException.class)
          .hasMessageEndingWith("did not connect in time");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "COOKIE", "SAFECOOKIE", "COOKIE,SAFECOOKIE,HASHEDPASSWORD"})
  void anOnionServiceIsAddedAndRemoved(String methods) throws Exception {
    ScriptedTor here = tor(methods);
    try (TorControl control = TorControl.connect(here.control(), LIMIT);
        ServerSocket server = loud()) {
      InetSocketAddress target = (InetSocketAddress) server.getLocalSocketAddress();
      TorControl.Added added = control.addOnion(Optional.empty(), 3457, target, LIMIT);
      assertThat(added.id()).hasSize(56);
      assertThat(added.id()).isEqualTo(ScriptedTor.idOf(added.key().orElseThrow()));
      assertThat(added.toString()).doesNotContain(added.key().orElseThrow());
      assertThat(control.socksPorts(LIMIT)).containsExactly(here.socks());
      TorFamily family =
          new TorFamily(TorPorts.of(limit -> TorControl.connect(here.control(), limit)));
      try (SocketChannel channel = family.connect(new Place(added.id() + ".onion", 3457), LIMIT)) {
        assertThat(say(channel, "hello")).isEqualTo("HELLO");
      }
      control.removeOnion(added.id(), LIMIT);
      assertThatThrownBy(() -> control.removeOnion(added.id(), LIMIT))
          .isInstanceOf(TorException.class)
          .hasMessage("Tor does not remove the onion service: 552 Unknown");
    }
  }

  @Test
  void whoCannotAuthenticateIsToldWhatToDo() throws Exception {
    ScriptedTor here = tor("HASHEDPASSWORD");
    assertThatThrownBy(() -> TorControl.connect(here.control(), LIMIT))
        .isInstanceOf(TorException.class)
        .hasMessageContaining("CookieAuthentication 1");
  }

  @Test
  void aTorThatDoesNotKnowItsCookieIsNotTrusted() throws Exception {
    ScriptedTor here = tor("SAFECOOKIE");
    here.lie();
    assertThatThrownBy(() -> TorControl.connect(here.control(), LIMIT))
        .isInstanceOf(TorException.class)
        .hasMessageContaining("does not know the cookie");
  }

  @Test
  void whatIsNoTorIsNoticed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
      assertThatThrownBy(() -> TorControl.connect(address, Duration.ofMillis(50)))
          .isInstanceOf(TorException.class)
          .hasMessageMatching(".*(not answer in time|no connection within 0.05 s).*");
    }
    try (ServerSocket other = loud()) {
      InetSocketAddress address = (InetSocketAddress) other.getLocalSocketAddress();
      assertThatThrownBy(() -> TorControl.connect(address, LIMIT)).isInstanceOf(TorException.class);
    }
  }

  @Test
  void aServiceReturnsWhenTorDoesAndIsRemovedAtTheEnd() throws Exception {
    ScriptedTor here = tor("NULL");
    OnionService service =
        new OnionService(
            limit -> TorControl.connect(here.control(), limit), KEY, 3457, here.socks());
    service.start();
    assertThat(service.await(LIMIT)).contains(ScriptedTor.idOf(KEY));
    here.drop();
    assertThat(here.awaitOrders("ADD_ONION", 2, LIMIT)).isTrue();
    assertThat(service.await(LIMIT)).contains(ScriptedTor.idOf(KEY));
    service.close();
    assertThat(here.orders()).contains("DEL_ONION " + ScriptedTor.idOf(KEY));
  }

  @Test
  void aKeyThatIsNoneIsNotSent() throws Exception {
    ScriptedTor here = tor("NULL");
    try (TorControl control = TorControl.connect(here.control(), LIMIT)) {
      assertThatThrownBy(
              () -> control.addOnion(Optional.of("x Flags=Detach"), 1, here.socks(), LIMIT))
          .isInstanceOf(TorException.class);
      assertThat(here.orders()).noneMatch(order -> order.startsWith("ADD_ONION"));
    }
  }
}
