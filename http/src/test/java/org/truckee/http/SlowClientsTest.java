package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are slow where others want what they hold. */
class SlowClientsTest {
  private static final int LARGE = 64 << 20;
  private static final Duration CREDIT = Duration.ofSeconds(100);
  private static final HttpLimits LIMITS =
      HttpLimits.forPrograms(1)
          .withRest(CREDIT)
          .withCredit(CREDIT, CREDIT)
          .withDrain(Duration.ofSeconds(1));

  private final HttpThreads threads = new HttpThreads("test");
  private final AtomicInteger starving = new AtomicInteger();
  private final CountDownLatch goneReader = new CountDownLatch(1);
  private HttpServer server;

  @AfterEach
  void stop() {
    server.close();
    threads.close();
  }

  private void start(HttpServer.Handlers handlers) throws IOException {
    server = HttpServer.builder(threads, handlers).limits(LIMITS).starving(starving::get).start();
  }

  @Test
  void whoDoesNotTakeAnAnswerMakesRoomForThoseWhoWaitForWhatItHolds() throws Exception {
    start(
        exchange -> {
          try {
            exchange.begin(200, LARGE);
            exchange.send(ByteBuffer.allocate(LARGE), true);
          } catch (ClientGoneException e) {
            goneReader.countDown();
            throw e;
          }
        });
    try (RawClient reader = new RawClient(server.port())) {
      reader.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(reader.read(100)).hasSize(100);
      assertThat(goneReader.await(2, TimeUnit.SECONDS)).as("nobody waits").isFalse();
      starving.set(10);
      assertThat(goneReader.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aByteNowAndThenDoesNotKeepThePlaceOfARequest() throws Exception {
    start(
        exchange -> {
          exchange.body().all(1 << 20);
          exchange.respond(200, ByteBuffer.allocate(0));
        });
    try (RawClient slow = new RawClient(server.port())) {
      slow.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
      Thread trickle = Thread.ofVirtual().start(() -> trickle(slow));
      long begin = System.nanoTime();
      while (status() != 200) {
        LockSupport.parkNanos(100_000_000);
      }
      assertThat(System.nanoTime() - begin).isLessThan(CREDIT.toNanos() / 2);
      trickle.interrupt();
      trickle.join();
    }
  }

  private int status() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      return client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").reply().status();
    }
  }

  private static void trickle(RawClient client) {
    try {
      while (!Thread.interrupted()) {
        client.send("x");
        LockSupport.parkNanos(200_000_000);
      }
    } catch (IOException cutOff) {
      // That is what the server shall do.
      return;
    }
  }
}
