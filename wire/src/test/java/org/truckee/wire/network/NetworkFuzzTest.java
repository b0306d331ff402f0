package org.truckee.wire.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.wire.network.i2p.I2pFamily;
import org.truckee.wire.network.i2p.SamSession;
import org.truckee.wire.network.tor.TorControl;
import org.truckee.wire.network.tor.TorFamily;
import org.truckee.wire.network.tor.TorPorts;

/** Whatever answers in the place of Tor or I2P leads to an error that says so, and soon. */
class NetworkFuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Somebody who says the same to everybody, whatever they want, and hangs up. */
  private static final class Stubborn implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] words;

    Stubborn(byte[] words) throws IOException {
      this.words = words;
      Thread.ofVirtual().start(this::talk);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void talk() {
      try {
        while (true) {
          try (Socket socket = server.accept()) {
            socket.getOutputStream().write(words);
            socket.shutdownOutput();
          }
        }
      } catch (IOException e) {
        // Closed.
        return;
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @DictionaryEntries({"\u0005\u0000", "\u0005\u0000\u0000\u0001", "\u0005\u0000\u0000\u0003"})
  @FuzzTest(maxDuration = "1m")
  void whoIsNoSocksProxyIsNoticed(byte[] words) throws Exception {
    try (Stubborn proxy = new Stubborn(words)) {
      new TorFamily(TorPorts.at(proxy.address())).connect(new Place("x.onion", 1), LIMIT).close();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @DictionaryEntries({
    "250-AUTH METHODS=NULL\r\n250 OK\r\n",
    "250-AUTH METHODS=COOKIE COOKIEFILE=\"/",
    "250+",
    "\r\n.\r\n",
    "650 ",
    "250 OK\r\n"
  })
  @FuzzTest(maxDuration = "1m")
  void whoIsNoTorIsNoticed(byte[] words) throws Exception {
    try (Stubborn tor = new Stubborn(words);
        TorControl control = TorControl.connect(tor.address(), LIMIT)) {
      control.removeOnion("x", LIMIT);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @DictionaryEntries({
    "HELLO REPLY RESULT=OK VERSION=3.3\n",
    "SESSION STATUS RESULT=OK DESTINATION=x\n",
    "NAMING REPLY RESULT=OK NAME=x VALUE=y\n",
    "STREAM STATUS RESULT=",
    " MESSAGE=\"\\\""
  })
  @FuzzTest(maxDuration = "1m")
  void whoIsNoSamBridgeIsNoticed(byte[] words) throws Exception {
    try (Stubborn bridge = new Stubborn(words);
        SamSession session =
            new SamSession(bridge.address(), Optional.empty(), new SecureRandom())) {
      new I2pFamily(session).connect(new Place("x.i2p", 0), LIMIT).close();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @DictionaryEntries({"tcp:", "tor:", "[::1]", ":80", "%", ".onion"})
  @FuzzTest(maxDuration = "1m")
  void anyHintIsAPlaceOrNone(byte[] input) {
    ConnectionHint hint = new ConnectionHint(new String(input, StandardCharsets.UTF_8));
    Place.of(hint)
        .ifPresent(
            place -> {
              assertThat(place.host()).isNotEmpty();
              assertThat(place.port()).isBetween(0, 65535);
            });
  }
}
