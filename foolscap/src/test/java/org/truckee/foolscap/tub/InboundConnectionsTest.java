package org.truckee.foolscap.tub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Value;

/** Whoever connects takes memory of a Tub, and anybody can be any number of Tubs. */
@Timeout(120)
class InboundConnectionsTest {
  private final TestTubs tubs = new TestTubs();
  private Semaphore free = new Semaphore(1);
  private Tub server;
  private Furl furl;

  private void serve() throws Exception {
    ConnectionRoom room = () -> free.tryAcquire() ? Optional.of(free::release) : Optional.empty();
    server = tubs.listening("B", TubOptions.builder().room(room).build());
    furl =
        server.publish("object", LocalObject.of((method, arguments, keywords) -> Value.None.NONE));
  }

  @AfterEach
  void close() {
    tubs.close();
  }

  private RemoteReference connect(Tub client) throws Exception {
    return client.connect(furl, TestTubs.LIMIT);
  }

  private static CountDownLatch lossOf(RemoteReference object) {
    CountDownLatch lost = new CountDownLatch(1);
    object.onLost(lost::countDown);
    return lost;
  }

  private static void await(CountDownLatch event) throws InterruptedException {
    assertThat(event.await(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneTooManyTakesThePlaceOfAnotherOne() throws Exception {
    serve();
    Tub first = tubs.quiet("A", TubOptions.defaults());
    Tub second = tubs.quiet("C", TubOptions.defaults());
    CountDownLatch firstLost = lossOf(connect(first));
    RemoteReference late = connect(second);
    await(firstLost);
    late.call("anything", List.of(), TestTubs.LIMIT);
    assertThat(server.peers()).extracting(peer -> peer.tubId()).containsExactly(second.tubId());

    CountDownLatch secondLost = lossOf(late);
    connect(first).call("anything", List.of(), TestTubs.LIMIT);
    await(secondLost);
    assertThat(server.peers()).extracting(peer -> peer.tubId()).containsExactly(first.tubId());
  }

  @Test
  void theOneThatHasBeenSilentForLongestMakesRoom() throws Exception {
    free = new Semaphore(2);
    serve();
    RemoteReference silent = connect(tubs.quiet("A", TubOptions.defaults()));
    Tub talking = tubs.quiet("C", TubOptions.defaults());
    connect(talking).call("anything", List.of(), TestTubs.LIMIT);
    CountDownLatch silentLost = lossOf(silent);
    Tub late = tubs.stranger();
    connect(late).call("anything", List.of(), TestTubs.LIMIT);
    await(silentLost);
    assertThat(server.peers())
        .extracting(peer -> peer.tubId())
        .containsExactlyInAnyOrder(talking.tubId(), late.tubId());
  }

  @Test
  void aFloodFromOnePlaceDoesNotKeepOthersOut() throws Exception {
    free = new Semaphore(3);
    InboundConnections inbound =
        new InboundConnections(
            () -> free.tryAcquire() ? Optional.of(free::release) : Optional.empty());
    Connection lonely = unstarted();
    assertThat(inbound.admit(lonely, address("192.0.2.1"))).isTrue();
    List<Connection> flood = List.of(unstarted(), unstarted(), unstarted());
    for (Connection each : flood) {
      assertThat(inbound.admit(each, address("192.0.2.2"))).isTrue();
    }
    assertThat(lonely.isOpen())
        .as("it is silent for longest, but the only one of its place")
        .isTrue();
    assertThat(flood).extracting(Connection::isOpen).containsExactly(false, true, true);
    Connection unknown = unstarted();
    assertThat(inbound.admit(unknown, Optional.empty())).isTrue();
    assertThat(flood).extracting(Connection::isOpen).containsExactly(false, false, true);
    inbound.remove(lonely);
    assertThat(free.availablePermits()).isOne();
  }

  private static Optional<InetAddress> address(String number) throws Exception {
    return Optional.of(InetAddress.getByName(number));
  }

  /** One that is silent for much longer than the next, which is compared with it a moment later. */
  private static Connection unstarted() throws Exception {
    Connection connection =
        new Connection(
            Loopback.pair()[0],
            TestTubs.certificate("A").tubId(),
            Vocabulary.PROTOCOL_WORDS,
            false,
            TubOptions.defaults().connections(),
            new NobodysHome());
    TimeUnit.MILLISECONDS.sleep(50);
    return connection;
  }

  @Test
  void newcomersAtOnceDoNotWaitForTheSamePlace() throws Exception {
    free = new Semaphore(2);
    serve();
    List<CountDownLatch> losses =
        List.of(
            lossOf(connect(tubs.quiet("A", TubOptions.defaults()))),
            lossOf(connect(tubs.quiet("C", TubOptions.defaults()))));
    List<Tub> newcomers = List.of(tubs.stranger(), tubs.stranger());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RemoteReference>> arrivals =
          newcomers.stream().map(tub -> threads.submit(() -> connect(tub))).toList();
      for (Future<RemoteReference> arrival : arrivals) {
        arrival.get().call("anything", List.of(), TestTubs.LIMIT);
      }
    }
    for (CountDownLatch loss : losses) {
      await(loss);
    }
    assertThat(server.peers()).hasSize(2);
  }

  @Test
  void whoFindsNoRoomIsTurnedAwayAndAPlaceIsGivenBackInTheEnd() throws Exception {
    serve();
    free.acquire();
    Tub client = tubs.quiet("A", TubOptions.defaults());
    assertThatThrownBy(() -> connect(client)).isInstanceOf(FoolscapException.class);
    assertThat(server.peers()).isEmpty();
    free.release();
    connect(client).call("anything", List.of(), TestTubs.LIMIT);
    assertThat(free.availablePermits()).isZero();
    client.close();
    assertThat(free.tryAcquire(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
