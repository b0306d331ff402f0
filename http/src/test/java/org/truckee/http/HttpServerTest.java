package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.memory.MemoryBudget;

class HttpServerTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final HttpLimits LIMITS =
      HttpLimits.forPrograms(4)
          .withRest(Duration.ofSeconds(30))
          .withCredit(Duration.ofSeconds(30), Duration.ofSeconds(30))
          .withDrain(Duration.ofSeconds(3));

  private final HttpThreads threads = new HttpThreads("test");
  private final AtomicReference<Throwable> seen = new AtomicReference<>();
  private HttpServer server;

  @AfterEach
  void stop() {
    server.close();
    threads.close();
  }

  private void start(HttpLimits limits, HttpServer.Handlers handlers) throws IOException {
    start(limits, new MemoryBudget(64 << 20), handlers);
  }

  private void start(HttpLimits limits, MemoryBudget memory, HttpServer.Handlers handlers)
      throws IOException {
    server =
        HttpServer.builder(
                threads,
                exchange -> {
                  try {
                    handlers.handle(exchange);
                  } catch (IOException e) {
                    seen.set(e);
                    throw e;
                  }
                })
            .limits(limits)
            .memory(memory)
            .start();
  }

  private static void ok(Exchange exchange) throws IOException, InterruptedException {
    exchange.respond(200, utf8("fine"));
  }

  private static void length(Exchange exchange) throws IOException, InterruptedException {
    InputStream body = exchange.body().stream();
    exchange.respond(200, utf8("" + body.transferTo(java.io.OutputStream.nullOutputStream())));
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private RawClient client() throws IOException {
    return new RawClient(server.port());
  }

  private static String get(String more) {
    return "GET / HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
  }

  private static String put(String length) {
    return "PUT / HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n";
  }

  @Test
  void aHeadWithTooManyFieldsIsRefusedBeforeItEnds() throws IOException {
    start(LIMITS, HttpServerTest::ok);
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(LIMITS.headFields() + 1));
      assertThat(client.reply().status()).isEqualTo(431);
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (RawClient client = client()) {
      client.send(get("a:\r\n".repeat(LIMITS.headFields() - 1)));
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "identity", "deflate,chunked"})
  void aTransferCodingThatWouldHaveToBeUndoneIsNotImplemented(String coding) throws IOException {
    start(LIMITS, HttpServerTest::length);
    try (RawClient client = client()) {
      client.send(put("Transfer-Encoding: " + coding) + "3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(501);
    }
    assertThat(seen.get()).isNull();
  }

  @Test
  void badChunksAreAMistakeOfTheClient() throws IOException {
    start(LIMITS, HttpServerTest::length);
    try (RawClient client = client()) {
      client.send(put("Transfer-Encoding: chunked") + "3\r\nabc\r\nnonsense\r\n");
      assertThat(client.reply().status()).isEqualTo(400);
    }
    assertThat(seen.get()).isInstanceOf(RefusedException.class);
  }

  @Test
  void aBodyThatBreaksOffIsAMistakeOfTheClient() throws IOException {
    start(LIMITS, HttpServerTest::length);
    try (RawClient client = client()) {
      client.send(put("Content-Length: 100") + "only this much");
      client.endOutput();
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(seen.get()).isInstanceOfAny(RefusedException.class, ClientGoneException.class);
  }

  @Test
  void aPipeThatIsSilentForLongerThanItsBytesEarnedKeepsItsCredit() throws Exception {
    HttpLimits limits = LIMITS.withMinimumBytesPerSecond(1_000_000);
    start(limits, HttpServerTest::length);
    try (RawClient client = client()) {
      client.send(put("Content-Length: 6") + "abc");
      // Longer than any sweep, at a speed that no minimum would allow.
      assertThat(new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)).isFalse();
      client.send("def");
      assertThat(client.reply().body()).isEqualTo("6");
    }
  }

  @Test
  void aTrickleUsesItsCreditUp() throws IOException {
    start(LIMITS.withCredit(SHORT, SHORT), HttpServerTest::length);
    long begin = System.nanoTime();
    try (RawClient client = client()) {
      client.send(put("Content-Length: 100000") + "a");
      assertThat(client.reply().status()).isEqualTo(408);
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
  }

  @Test
  void timeThatWeTakeOurselvesIsNotHeldAgainstTheClient() throws IOException {
    start(
        LIMITS.withCredit(SHORT, SHORT),
        exchange -> {
          InputStream body = exchange.body().stream();
          body.readNBytes(3);
          new CountDownLatch(1).await(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
          exchange.respond(200, utf8("" + body.readAllBytes().length));
        });
    try (RawClient client = client()) {
      client.send(put("Content-Length: 6") + "abcdef");
      assertThat(client.reply().body()).isEqualTo("3");
    }
  }

  @Test
  void aReaderThatPausesGetsTheRest() throws Exception {
    int size = 32 << 20;
    start(LIMITS.withMinimumBytesPerSecond(100_000_000), exchange -> big(exchange, size));
    try (RawClient client = client()) {
      client.send(get(""));
      client.read(1000);
      assertThat(new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(client.read(size - 1000).length).isEqualTo(size - 1000);
    }
  }

  @Test
  void aReaderThatNeverGoesOnIsCutOffInTheEnd() throws Exception {
    int size = 32 << 20;
    HttpLimits limits = LIMITS.withCredit(SHORT, SHORT).withRest(SHORT);
    start(limits, exchange -> big(exchange, size));
    try (RawClient client = client()) {
      client.send(get(""));
      assertThat(client.read(1)).hasSize(1);
      awaitConnections(0);
    }
    await(() -> seen.get() instanceof ClientGoneException);
  }

  private static void big(Exchange exchange, int size) throws IOException, InterruptedException {
    exchange.begin(200, size);
    byte[] piece = new byte[1 << 16];
    for (int sent = 0; sent < size; sent += piece.length) {
      exchange.send(ByteBuffer.wrap(piece), sent + piece.length == size);
    }
  }

  private void awaitConnections(int count) {
    await(() -> server.connections() == count);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void anErrorIsReadByAClientThatStillSends() throws IOException {
    start(
        LIMITS,
        exchange -> {
          exchange.body().stream().readNBytes(1000);
          throw new RefusedException(507, "No space left on device: '/full' is full");
        });
    int size = 64 << 20;
    try (RawClient client = client()) {
      // Blocks until the server has read it; the answer is read only afterwards.
      client.send(put("Content-Length: " + size)).send(new byte[size]);
      RawClient.Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(507);
      assertThat(reply.body()).contains("/full");
      assertThat(reply.headers()).containsEntry("connection", "close");
    }
  }

  @Test
  void anAnswerThatBreaksOffEndsTheConnectionAtOnce() throws IOException {
    start(
        LIMITS,
        exchange -> {
          exchange.begin(200, 1000);
          exchange.send(utf8("the beginning"), false);
          throw new IOException("the rest is lost");
        });
    try (RawClient client = client()) {
      client.send(get(""));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aSmallBodyThatNobodyWantsDoesNotCostTheConnection() throws IOException {
    start(LIMITS, HttpServerTest::ok);
    try (RawClient client = client()) {
      for (int i = 0; i < 3; i++) {
        client.send(put("Content-Length: 5000")).send(new byte[5000]);
        assertThat(client.reply().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoWaitsForLeaveToSendIsAnsweredAtOnce() throws IOException {
    start(LIMITS, HttpServerTest::ok);
    try (RawClient client = client()) {
      client.send(put("Content-Length: 100000\r\nExpect: 100-continue"));
      assertThat(client.reply().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void moreRequestsThanThereIsRoomForAreToldToComeBack() throws Exception {
    CountDownLatch running = new CountDownLatch(4);
    CountDownLatch end = new CountDownLatch(1);
    start(
        LIMITS,
        exchange -> {
          running.countDown();
          end.await();
          ok(exchange);
        });
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(client().send(get("")));
    }
    running.await();
    try (RawClient late = client()) {
      RawClient.Reply reply = late.send(get("")).reply();
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers()).containsKey("retry-after");
    }
    end.countDown();
    for (RawClient client : clients) {
      assertThat(client.reply().status()).isEqualTo(200);
      client.close();
    }
  }

  /** One that the server has seen, and that wants nothing more. */
  private RawClient idleClient() throws IOException {
    RawClient client = client();
    client.send(get("")).reply();
    return client;
  }

  @Test
  void connectionsThatDoNothingMakeRoomForThoseThatDo() throws IOException {
    start(LIMITS, new MemoryBudget(600 << 10), HttpServerTest::ok);
    List<RawClient> idle = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      idle.add(idleClient());
    }
    for (int i = 0; i < 20; i++) {
      try (RawClient client = client()) {
        assertThat(client.send(get("")).reply().status()).isEqualTo(200);
      }
    }
    assertThat(server.connections()).isLessThanOrEqualTo(11);
    for (RawClient client : idle) {
      client.close();
    }
  }

  @Test
  void manyWhoComeAtOnceFindRoomAsLongAsOthersDoNothing() throws Exception {
    start(LIMITS, new MemoryBudget(30 * (56 << 10)), HttpServerTest::ok);
    List<RawClient> idle = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 30; i++) {
        idle.add(idleClient());
      }
      CountDownLatch begin = new CountDownLatch(1);
      List<FutureTask<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FutureTask<Integer> reply =
            new FutureTask<>(
                () -> {
                  begin.await();
                  try (RawClient client = client()) {
                    return client.send(get("")).reply().status();
                  }
                });
        replies.add(reply);
        Thread.ofVirtual().start(reply);
      }
      begin.countDown();
      for (FutureTask<Integer> reply : replies) {
        assertThat(reply.get()).isIn(200, 503);
      }
    }
    for (RawClient client : idle) {
      client.close();
    }
  }

  @Test
  void whoHoldsNoPlaceForARequestNeedNotMakeRoomForOne() throws Exception {
    CountDownLatch running = new CountDownLatch(4);
    CountDownLatch end = new CountDownLatch(1);
    start(
        LIMITS,
        exchange -> {
          running.countDown();
          end.await();
          ok(exchange);
        });
    List<RawClient> busy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      busy.add(client().send(get("")));
    }
    running.await();
    try (RawClient slow = client().send("GET / HTTP/1.1\r\n");
        RawClient late = client()) {
      assertThat(late.send(get("")).reply().status()).isEqualTo(503);
      assertThat(slow.send("Host: x\r\n\r\n").reply().status()).isEqualTo(503);
    }
    end.countDown();
    for (RawClient client : busy) {
      assertThat(client.reply().status()).isEqualTo(200);
      client.close();
    }
  }

  @Test
  void stoppingLetsARequestEndAndServesNoOther() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    start(
        LIMITS.withDrain(Duration.ofSeconds(20)),
        exchange -> {
          running.countDown();
          end.await();
          order.add("handled");
          ok(exchange);
        });
    try (RawClient client = client()) {
      client.send(get(""));
      running.await();
      Thread stopping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    server.close();
                    order.add("closed");
                  });
      end.countDown();
      assertThat(client.reply().status()).isEqualTo(200);
      stopping.join();
    }
    assertThat(order).containsExactly("handled", "closed");
  }

  @Test
  void stoppingInterruptsARequestThatDoesNotEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    start(
        LIMITS.withDrain(Duration.ofMillis(100)),
        exchange -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
        });
    try (RawClient client = client()) {
      client.send(get(""));
      running.await();
      server.close();
      assertThat(interrupted.getCount()).as("the handler has ended before close returns").isZero();
    }
  }

  @Test
  void hundredsOfServersShareTheThreadsOfAProcess() throws IOException {
    List<HttpServer> others = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        others.add(HttpServer.builder(threads, HttpServerTest::ok).limits(LIMITS).start());
      }
      start(LIMITS, HttpServerTest::ok);
      try (RawClient client = client()) {
        assertThat(client.send(get("")).reply().status()).isEqualTo(200);
      }
    } finally {
      others.forEach(HttpServer::close);
    }
  }

  @Test
  void aFailureOfOursSaysNothingOfWhatItWas() throws IOException {
    start(
        LIMITS,
        exchange -> {
          throw new IllegalStateException("secret");
        });
    try (RawClient client = client()) {
      RawClient.Reply reply = client.send(get("")).reply();
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body()).doesNotContain("secret");
    }
  }
}
