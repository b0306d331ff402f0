package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.disk.SettableClock;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.Nurl;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.network.Routes;

/** How a server is found, lost and found again, and its connections kept warm. */
class HttpServerConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ServerVersion VERSION = new ServerVersion(1000, 2000, 500, "scripted/1");

  /** So long that only a hurried question comes within a test. */
  private static final Duration NEVER = Duration.ofDays(1);

  private final SettableClock clock = new SettableClock();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final HttpTransport transport = new HttpTransport();

  @AfterEach
  void stop() {
    transport.close();
  }

  @Test
  void aServerIsUnstartedAndThenConnectedWithItsVersion() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(0, server.nurl())) {
      assertThat(connection.status()).isEqualTo(ConnectionStatus.UNSTARTED);
      assertThat(connection.server()).isEmpty();
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      assertThat(connection.status().summary()).isEqualTo("connected");
      assertThat(connection.status().version()).contains(VERSION);
      assertThat(connection.status().lastContact()).contains(clock.instant());
      assertThat(connection.server().orElseThrow().version()).isEqualTo(VERSION);
    }
  }

  @Test
  void aServerThatIsLostKeepsItsLastContactAndIsFoundAgain() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(0, server.nurl())) {
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      Instant contact = clock.instant();
      clock.advance(Duration.ofSeconds(1));

      server.up = false;
      connection.tryNow();
      await(() -> !connection.status().connected());
      assertThat(connection.status().summary()).startsWith("failure: version at 127.0.0.1:");
      assertThat(connection.status().lastContact()).contains(contact);
      assertThat(connection.status().version()).contains(VERSION);
      assertThat(connection.server()).isPresent();

      server.up = true;
      connection.tryNow();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      assertThat(connection.status().lastContact()).contains(clock.instant());
    }
  }

  @Test
  void aServerThatAnswersOthersMeanwhileIsBusyAndNotLost() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch othersAnswered = new CountDownLatch(1);
    try (Answering server =
            new Answering(
                number -> {
                  if (number == 2) {
                    asked.countDown();
                    othersAnswered.await();
                  }
                  return number == 1 || number == 3;
                });
        ServerConnection connection = connection(0, server.nurl())) {
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      clock.advance(Duration.ofSeconds(1));
      connection.tryNow();
      asked.await();
      connection.server().orElseThrow().version();
      othersAnswered.countDown();
      await(() -> connection.status().lastContact().orElseThrow().equals(clock.instant()));
      assertThat(connection.status().connected()).isTrue();
      assertThat(connection.status().version()).contains(VERSION);

      connection.tryNow();
      await(() -> !connection.status().connected());
    }
  }

  @Test
  void aHurriedQuestionIsNeverLostHoweverSoonItFollowsTheLast() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(0, server.nurl())) {
      connection.start();
      for (int round = 0; round < 40; round++) {
        boolean up = round % 2 == 0;
        await(() -> connection.status().connected() == up);
        server.up = !up;
        connection.tryNow();
      }
    }
  }

  @Test
  void questionsFollowEachOtherWithoutHurry() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection =
            connection(Duration.ofMillis(1), 0, clock, List.of(server.nurl()))) {
      connection.start();
      await(() -> server.requests() > 5);
      server.up = false;
      await(() -> !connection.status().connected());
      server.up = true;
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
    }
  }

  @Test
  void whenTheLocationInUseIsLostAnotherOneIsFound() throws Exception {
    try (Answering home = new Answering();
        Answering office = new Answering();
        ServerConnection connection = connection(0, home.nurl(), office.nurl())) {
      office.up = false;
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      int atHome = home.requests();
      connection.server().orElseThrow().version();
      assertThat(home.requests()).isEqualTo(atHome + 1);

      home.up = false;
      office.up = true;
      connection.tryNow();
      await(() -> !connection.status().connected());
      connection.tryNow();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      int atOffice = office.requests();
      connection.server().orElseThrow().version();
      assertThat(office.requests()).isEqualTo(atOffice + 1);
    }
  }

  @Test
  void aLocationThatNeverAnswersHoldsNobodyUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer silent = silent(end);
        Answering answering = new Answering();
        ServerConnection connection = connection(0, silent.nurl(), answering.nurl())) {
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      int before = answering.requests();
      connection.server().orElseThrow().version();
      assertThat(answering.requests()).isEqualTo(before + 1);
      end.countDown();
    }
  }

  @Test
  void aServerWithoutALocationThatWeCanReachFailsAndSaysSo() throws Exception {
    try (ServerConnection connection = connection(0)) {
      connection.start();
      await(() -> connection.status().summary().startsWith("failure: "));
      assertThat(connection.status().summary()).contains("no location");
      assertThat(connection.awaitConnected(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void connectionsAreOpenedTogetherAndKeptWarm() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(3, server.nurl())) {
      // The questions after the first are answered when all of them are there.
      server.together = new CountDownLatch(3);
      connection.start();
      await(() -> server.requests() == 4);
      assertThat(server.together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      later(Duration.ofSeconds(19));
      ask(connection);
      assertThat(server.requests()).as("19 s later").isEqualTo(5);
      later(Duration.ofSeconds(1));
      ask(connection);
      later(Duration.ofSeconds(1));
      ask(connection);
      assertThat(server.requests()).as("21 s later").isEqualTo(5 + 4 + 1);
    }
  }

  @Test
  void askingAServerEndsNoConnectionThatHasRested() {
    ClientLimits asking = ClientLimits.defaults().within(Duration.ofSeconds(5));
    assertThat(asking.call()).isEqualTo(Duration.ofSeconds(5));
    assertThat(asking.connect()).isEqualTo(Duration.ofSeconds(5));
    assertThat(asking.idle()).isGreaterThan(ClientPool.REST);
  }

  @Test
  void connectionsAreWarmedAgainWhenALostServerIsFound() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(3, server.nurl())) {
      connection.start();
      await(() -> server.requests() == 4);
      server.up = false;
      connection.tryNow();
      await(() -> !connection.status().connected());
      int before = server.requests();
      server.up = true;
      connection.tryNow();
      await(() -> server.requests() == before + 4);
    }
  }

  @Test
  void aClockThatJumpsChangesNothing() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(3, server.nurl())) {
      connection.start();
      await(() -> server.requests() == 4);
      clock.advance(Duration.ofDays(-1));
      ask(connection);
      clock.advance(Duration.ofDays(2));
      ask(connection);
      assertThat(server.requests()).as("no reason to warm").isEqualTo(6);
      later(Duration.ofSeconds(20));
      connection.tryNow();
      await(() -> server.requests() == 6 + 4);
    }
  }

  @Test
  void afterItsEndAWatchAsksNothingAndStaysShutDown() throws Exception {
    try (Answering server = new Answering()) {
      ServerConnection connection =
          connection(Duration.ofMillis(1), 0, clock, List.of(server.nurl()));
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      connection.close();
      assertThat(connection.status().summary()).isEqualTo("failure: shut down");
      connection.start();
      connection.tryNow();
      assertThat(connection.awaitConnected(Duration.ZERO)).isFalse();
      assertThat(connection.status().summary()).isEqualTo("failure: shut down");
    }
  }

  @Test
  void aWatchThatIsClosedBeforeItBeganNeverBegins() throws Exception {
    try (Answering server = new Answering()) {
      ServerConnection connection = connection(0, server.nurl());
      connection.close();
      connection.start();
      assertThat(connection.status().summary()).isEqualTo("failure: shut down");
      assertThat(connection.server()).isEmpty();
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void aTransportThatWasClosedIsAFailureAndNotTheEndOfTheWatch() throws Exception {
    try (Answering server = new Answering();
        ServerConnection connection = connection(0, server.nurl())) {
      connection.start();
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      transport.close();
      connection.tryNow();
      await(() -> !connection.status().connected());
      assertThat(connection.status().summary()).startsWith("failure: ");
    }
  }

  private void later(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }

  /** Asks a connected server once more and waits until that question is over. */
  private void ask(ServerConnection connection) throws Exception {
    connection.tryNow();
    await(() -> connection.status().lastContact().orElseThrow().equals(clock.instant()));
  }

  private ServerConnection connection(int warm, Nurl... nurls) {
    return connection(NEVER, warm, clock, List.of(nurls));
  }

  private ServerConnection connection(Duration period, int warm, Clock time, List<Nurl> nurls) {
    return new HttpServerConnection(
        transport,
        nurls,
        Routes.DIRECT,
        ClientLimits.defaults(),
        new HttpServerConnection.PollOptions(period, PATIENCE, PATIENCE, warm),
        time,
        nanos::get);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static ScriptedServer silent(CountDownLatch end) throws Exception {
    return new ScriptedServer(
        (request, number) -> {
          end.await();
          return null;
        });
  }

  /** A server that tells its version while it is up, and hangs up otherwise. */
  private static final class Answering implements AutoCloseable {
    private final ScriptedServer server;
    private final Availability availability;
    volatile boolean up = true;
    volatile CountDownLatch together = new CountDownLatch(0);

    /** Whether it answers a request, of which the first has number 1. */
    private interface Availability {
      boolean answers(int number) throws InterruptedException;
    }

    Answering() throws Exception {
      this(number -> true);
    }

    Answering(Availability availability) throws Exception {
      this.availability = availability;
      server = new ScriptedServer((request, number) -> answer(number));
    }

    private byte[] answer(int number) throws InterruptedException {
      if (!up || !availability.answers(number)) {
        return null;
      }
      if (number > 1 && together.getCount() > 0) {
        together.countDown();
        together.await();
      }
      byte[] body = Messages.version(VERSION);
      byte[] head =
          "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n"
              .formatted(body.length)
              .getBytes();
      return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }

    Nurl nurl() {
      return server.nurl();
    }

    int requests() {
      return server.requests.size();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
