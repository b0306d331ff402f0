package org.truckee.wire.network.i2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.wire.network.Place;

/** Connections through I2P, with a router that a test plays. */
@Timeout(60)
class I2pTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ScriptedSam router;

  @BeforeEach
  void start() throws IOException {
    router = new ScriptedSam();
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
  }

  private SamSession session(Optional<I2pDestination> destination) {
    return new SamSession(router.address(), destination, new SecureRandom());
  }

  private static void echo(Socket socket) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (socket) {
                byte[] said = socket.getInputStream().readNBytes(5);
                socket.getOutputStream().write(said);
              } catch (IOException e) {
                // The other side has gone.
                return;
              }
            });
  }

  private static String say(SocketChannel channel, String text) throws IOException {
    // No interrupt ends the read.
    channel.socket().setSoTimeout((int) LIMIT.toMillis());
    channel.socket().getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void aDestinationIsMadeReachedAndReachedAgainAfterTheRouterWasGone() throws Exception {
    I2pDestination place = I2pDestination.generate(router.address(), LIMIT);
    assertThat(place.host()).matches("[a-z2-7]{52}\\.b32\\.i2p");
    assertThat(place.toString()).doesNotContain(place.privateKey());
    try (SamSession server = session(Optional.of(place));
        SamSession client = session(Optional.empty())) {
      server.accept(I2pTest::echo);
      I2pFamily family = new I2pFamily(client);
      assertThat(exchange(family, place)).isEqualTo("hello");
      assertThat(exchange(family, place)).isEqualTo("hello");
      assertThat(router.heard()).anyMatch(line -> line.endsWith("SILENT=false TO_PORT=3457"));
      router.drop();
      assertThat(exchange(family, place)).isEqualTo("hello");
    }
  }

  private String exchange(I2pFamily family, I2pDestination place) throws Exception {
    assertThat(router.awaitAcceptor(place.host(), LIMIT)).isTrue();
    try (SocketChannel channel = family.connect(new Place(place.host(), 3457), LIMIT)) {
      return say(channel, "hello");
    }
  }

  /** Tunnels can take minutes to build. */
  @Test
  void nobodyWaitsForASessionThatIsBeingOpened() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ServerSocket bridge = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greetAndFallSilent(bridge, asked));
      SamSession session =
          new SamSession(
              (InetSocketAddress) bridge.getLocalSocketAddress(),
              Optional.empty(),
              new SecureRandom());
      Place place = new Place("a.i2p", 0);
      Thread opening = Thread.ofVirtual().start(() -> connectInVain(session, place));
      asked.await();
      assertThatThrownBy(() -> session.connect(place, Duration.ofMillis(20)))
          .isInstanceOf(SamException.class)
          .hasMessage("I2P is not ready yet");
      session.close();
      assertThat(opening.join(LIMIT)).as("it ends with the session").isTrue();
    }
  }

  private static void connectInVain(SamSession session, Place place) {
    try {
      session.connect(place, LIMIT).close();
    } catch (IOException e) {
      // The session was closed.
      return;
    }
  }

  private static void greetAndFallSilent(ServerSocket bridge, CountDownLatch asked) {
    try (Socket socket = bridge.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      in.readLine();
      socket
          .getOutputStream()
          .write("HELLO REPLY RESULT=OK VERSION=3.3\n".getBytes(StandardCharsets.US_ASCII));
      in.readLine();
      asked.countDown();
      in.readLine();
    } catch (IOException e) {
      // The other side has gone.
      return;
    }
  }

  @Test
  void whoIsNotKnownIsNamed() throws Exception {
    try (SamSession client = session(Optional.empty())) {
      I2pFamily family = new I2pFamily(client);
      assertThatThrownBy(() -> family.connect(new Place("nobody.i2p", 0), LIMIT))
          .isInstanceOf(SamException.class)
          .hasMessage("I2P does not know nobody.i2p: KEY_NOT_FOUND");
      assertThatThrownBy(() -> family.connect(new Place("a b", 0), LIMIT))
          .isInstanceOf(SamException.class);
    }
  }

  @Test
  void aBridgeThatIsNotThereIsNamed() throws Exception {
    // It has its port for itself, and does not listen.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      InetSocketAddress nobody = (InetSocketAddress) deaf.getLocalSocketAddress();
      assertThatThrownBy(() -> I2pDestination.generate(nobody, LIMIT))
          .isInstanceOf(SamException.class)
          .hasMessageStartingWith("no SAM bridge of I2P at");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "not base64!"})
  void otherTextIsNoKey(String text) {
    assertThatThrownBy(() -> I2pDestination.of(text)).isInstanceOf(SamException.class);
  }
}
