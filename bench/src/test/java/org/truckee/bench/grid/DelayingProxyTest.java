package org.truckee.bench.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class DelayingProxyTest {

  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  private ServerSocket echoServer;
  private DelayingProxy proxy;

  @BeforeEach
  void startAnEchoServerBehindAProxy() throws IOException {
    echoServer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    proxy =
        new DelayingProxy(
            new InetSocketAddress(echoServer.getInetAddress(), echoServer.getLocalPort()),
            ROUND_TRIP);
    Thread.ofVirtual().start(this::echo);
  }

  private void echo() {
    try {
      while (true) {
        Socket socket = echoServer.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException closed) {
      // The client hung up.
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echoServer.close();
  }

  @Test
  void everythingArrivesUnchangedAndTheEndToo() throws Exception {
    byte[] sent = new byte[5_000_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = connect()) {
      Thread sender = Thread.ofVirtual().start(() -> send(socket, sent));

      byte[] received = socket.getInputStream().readAllBytes();

      sender.join();
      assertThat(received).isEqualTo(sent);
    }
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAnswerTakesARoundTripAndOnANewConnectionTwo() throws IOException {
    // The proxy counts from the moment when the connection is there.
    long start = System.nanoTime();
    try (Socket socket = connect()) {
      assertThat(answeredSince(start, socket)).isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(2));
      assertThat(answeredSince(System.nanoTime(), socket)).isGreaterThanOrEqualTo(ROUND_TRIP);
    }
  }

  private static Duration answeredSince(long start, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    out.write(1);
    assertThat(in.read()).isEqualTo(1);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }
}
