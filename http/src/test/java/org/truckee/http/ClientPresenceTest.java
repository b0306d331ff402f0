package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers whose clients go away while they work. */
@Timeout(60)
class ClientPresenceTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String PUT = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nbytes";
  private static final String CHUNKED =
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbytes\r\n0\r\n\r\n";

  private final HttpThreads threads = new HttpThreads("test");
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @AfterEach
  void stop() {
    end.countDown();
    server.close();
    threads.close();
  }

  private void start(HttpServer.Handlers handlers) throws IOException {
    server =
        HttpServer.builder(threads, handlers)
            .limits(HttpLimits.forPrograms(4))
            .cancelling()
            .start();
  }

  /** Works until it is interrupted, or the test ends. */
  private void work() throws InterruptedException {
    working.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, PUT, CHUNKED})
  void theWorkForAClientThatGoesAwayIsInterrupted(String request) throws Exception {
    start(
        exchange -> {
          exchange.body().stream().readAllBytes();
          work();
        });
    try (RawClient client = new RawClient(server.port())) {
      client.send(request);
      working.await();
    }
    interrupted.await();
  }

  @Test
  void whatOthersWouldFindHalfDoneIsFinished() throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    start(
        exchange -> {
          exchange.finishWithoutClient();
          work();
          finished.countDown();
          exchange.respond(200, text("done"));
        });
    try (RawClient client = new RawClient(server.port())) {
      client.send(GET);
      working.await();
    }
    server.lookForClients();
    end.countDown();
    finished.await();
    assertThat(interrupted.getCount()).isEqualTo(1);
  }

  @Test
  void aClientThatSendsItsNextRequestMeanwhileIsThereAndGetsBothAnswers() throws Exception {
    start(
        exchange -> {
          String path = exchange.rawPath();
          if (path.equals("/first")) {
            work();
          }
          exchange.respond(200, text(path));
        });
    try (RawClient client = new RawClient(server.port())) {
      client.send(GET.replace("/ ", "/first "));
      working.await();
      client.send(GET.replace("/ ", "/second "));
      server.lookForClients();
      server.lookForClients();
      end.countDown();
      assertThat(client.reply().body()).isEqualTo("/first");
      assertThat(client.reply().body()).isEqualTo("/second");
      client.send(GET.replace("/ ", "/third "));
      assertThat(client.reply().body()).isEqualTo("/third");
      assertThat(interrupted.getCount()).isEqualTo(1);
    }
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
