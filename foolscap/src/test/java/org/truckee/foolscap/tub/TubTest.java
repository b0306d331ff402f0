package org.truckee.foolscap.tub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.foolscap.CallTimeoutException;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.RawPeer;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.OneWay;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** Two Tubs of ours with each other. */
@Timeout(120)
class TubTest {
  private static final int LARGE = 5_000_000;

  @RemoteName("RIBox.test")
  interface Box {
    void put(String name, ByteStream data) throws IOException, InterruptedException;

    ByteStream get(String name) throws FoolscapException, InterruptedException;

    Optional<Long> size(@Limit(8) String name) throws FoolscapException, InterruptedException;

    @OneWay
    void note(int number) throws FoolscapException, InterruptedException;

    List<Integer> notes() throws FoolscapException, InterruptedException;

    Box nested(Reference canary) throws FoolscapException, InterruptedException;

    String whoCalls() throws FoolscapException, InterruptedException;

    void block() throws FoolscapException, InterruptedException;
  }

  static class MemoryBox implements Box {
    private final Map<String, byte[]> contents = Collections.synchronizedMap(new HashMap<>());
    private final List<Integer> notes = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch canaryLost = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch broken = new CountDownLatch(1);

    @Override
    public void put(String name, ByteStream data) throws IOException {
      try (InputStream in = data.open()) {
        contents.put(name, in.readAllBytes());
      } catch (IOException e) {
        broken.countDown();
        throw e;
      }
    }

    @Override
    public ByteStream get(String name) {
      return ByteStream.of(contents.get(name));
    }

    @Override
    public Optional<Long> size(String name) {
      return Optional.ofNullable(contents.get(name)).map(data -> (long) data.length);
    }

    @Override
    public void note(int number) {
      notes.add(number);
    }

    @Override
    public List<Integer> notes() {
      return List.copyOf(notes);
    }

    @Override
    public Box nested(Reference canary) {
      ((RemoteReference) canary).onLost(canaryLost::countDown);
      return new MemoryBox();
    }

    @Override
    public String whoCalls() {
      return Peer.caller().orElseThrow().tubId().toString();
    }

    @Override
    public void block() throws InterruptedException {
      assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Concurrent
  static final class Meeting implements LocalObject.Handler {
    private final CyclicBarrier barrier = new CyclicBarrier(2);

    @Override
    public Value call(String method, List<Value> arguments, Map<String, Value> keywords)
        throws Exception {
      barrier.await(30, TimeUnit.SECONDS);
      return Value.None.NONE;
    }
  }

  private final TestTubs tubs = new TestTubs();
  private final MemoryBox box = new MemoryBox();

  @AfterEach
  void close() {
    box.release.countDown();
    tubs.close();
  }

  private RemoteReference connect(String client, String server) throws Exception {
    Tub publisher = tubs.listening(server);
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    return tubs.quiet(client, TubOptions.defaults()).connect(furl, TestTubs.LIMIT);
  }

  private Box box() throws Exception {
    return connect("A", "B").as(Box.class, TestTubs.LIMIT);
  }

  private static byte[] large() {
    byte[] bytes = new byte[LARGE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  @Test
  void largeStringsStreamThroughInBothDirections() throws Exception {
    Box remote = box();
    byte[] data = large();
    remote.put("a", ByteStream.of(data));
    assertThat(remote.size("a")).contains((long) LARGE);
    assertThat(remote.size("b")).isEmpty();
    try (InputStream in = remote.get("a").open()) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
  }

  @Test
  void whatIsLeftOfAStreamIsThrownAwayAndTheConnectionGoesOn() throws Exception {
    Box remote = box();
    remote.put("a", ByteStream.of(large()));
    try (InputStream in = remote.get("a").open()) {
      assertThat(in.read()).isZero();
    }
    assertThat(remote.size("a")).contains((long) LARGE);
  }

  @Test
  void theMasterMayBeOnEitherSide() throws Exception {
    assertThat(connect("C", "B").as(Box.class, TestTubs.LIMIT).whoCalls())
        .isEqualTo(TestTubs.certificate("C").tubId().toString());
  }

  /** To name one that is alive asks the master to end it. */
  @ParameterizedTest
  @ValueSource(strings = {"A", "C"})
  void aConnectionIsNamedAsTheLastOneWhenItHasEnded(String client) throws Exception {
    Tub server = tubs.listening("B");
    Furl furl = server.publish("box", LocalObject.of(Box.class, box));
    Tub tub = tubs.quiet(client, TubOptions.defaults());
    tub.connect(furl, TestTubs.LIMIT);
    assertThat(tub.connections().lastConnection(server.tubId())).isEmpty();
    server.close();
    boolean slave = tub.tubId().toString().compareTo(server.tubId().toString()) < 0;
    long deadline = System.nanoTime() + TestTubs.LIMIT.toNanos();
    while (!tub.peers().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(tub.connections().lastConnection(server.tubId()).isPresent()).isEqualTo(slave);
  }

  @Test
  void oneWayCallsAreCarriedOutInOrder() throws Exception {
    Box remote = box();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      remote.note(i);
      expected.add(i);
    }
    assertThat(remote.notes()).isEqualTo(expected);
  }

  @Test
  void concurrentObjectsCarryOutCallsAtTheSameTime() throws Exception {
    Tub publisher = tubs.listening("B");
    Furl furl = publisher.publish("meeting", LocalObject.of(new Meeting()));
    RemoteReference meeting = tubs.quiet("A", TubOptions.defaults()).connect(furl, TestTubs.LIMIT);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Value> first = executor.submit(() -> meeting.call("meet", List.of(), TestTubs.LIMIT));
      meeting.call("meet", List.of(), TestTubs.LIMIT);
      assertThat(first.get()).isEqualTo(Value.None.NONE);
    }
  }

  @Test
  void argumentsBeyondTheSchemaAreNotEvenSent() throws Exception {
    Box remote = box();
    assertThatThrownBy(() -> remote.size("much too long"))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("name");
  }

  @Test
  void aCallThatTakesTooLongFailsAndTheConnectionStays() throws Exception {
    RemoteReference reference = connect("A", "B");
    Box impatient = reference.as(Box.class, Duration.ofMillis(50));
    assertThatThrownBy(impatient::block).isInstanceOf(CallTimeoutException.class);
    box.release.countDown();
    assertThat(reference.as(Box.class, TestTubs.LIMIT).notes()).isEmpty();
  }

  @Test
  void anInterruptedCallerDoesNotTakeTheConnectionAlong() throws Exception {
    Box remote = box();
    CountDownLatch failed = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    remote.block();
                  } catch (InterruptedException e) {
                    failed.countDown();
                  } catch (FoolscapException e) {
                    throw new AssertionError(e);
                  }
                });
    caller.interrupt();
    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
    box.release.countDown();
    assertThat(remote.notes()).isEmpty();
  }

  @Test
  void aSourceThatCannotBeOpenedGivesUpItsCallAlone() throws Exception {
    Box remote = box();
    ByteStream broken =
        new ByteStream(
            10,
            () -> {
              throw new IOException("no such file");
            });
    assertThatThrownBy(() -> remote.put("a", broken))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("no such file");
    assertThat(remote.size("a")).isEmpty();
  }

  @Test
  void aStreamThatBreaksOffFailsOnTheOtherSideToo() throws Exception {
    Box remote = box();
    ByteStream shorter = new ByteStream(LARGE, () -> InputStream.nullInputStream());
    assertThatThrownBy(() -> remote.put("a", shorter)).isInstanceOf(DeadReferenceException.class);
    RemoteReference reference = connectAgain();
    Box again = reference.as(Box.class, TestTubs.LIMIT);
    InputStream half = new ByteArrayInputStream(new byte[LARGE / 2]);
    assertThatThrownBy(() -> again.put("a", new ByteStream(LARGE, () -> half)))
        .isInstanceOf(DeadReferenceException.class);
    assertThat(box.broken.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private RemoteReference connectAgain() throws Exception {
    Tub publisher = tubs.listening("C");
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    return tubs.quiet("A", TubOptions.defaults()).connect(furl, TestTubs.LIMIT);
  }

  @Test
  void aCanaryTellsThatTheOtherSideIsGone() throws Exception {
    Tub publisher = tubs.listening("B");
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    Tub client = tubs.quiet("A", TubOptions.defaults());
    Box remote = client.connect(furl, TestTubs.LIMIT).as(Box.class, TestTubs.LIMIT);
    Box nested = remote.nested(LocalObject.canary());
    nested.note(1);
    assertThat(nested.notes()).containsExactly(1);
    client.close();
    assertThat(box.canaryLost.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void referencesThatNobodyHoldsAreReleased() throws Exception {
    Tub publisher = tubs.listening("B");
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    RemoteReference reference =
        tubs.quiet("A", TubOptions.defaults()).connect(furl, TestTubs.LIMIT);
    Furl nested = furlOfNested(reference);
    long end = System.nanoTime() + TestTubs.LIMIT.toNanos();
    while (isKnown(publisher, nested)) {
      assertThat(System.nanoTime()).isLessThan(end);
      System.gc();
      assertThat(reference.isAlive()).isTrue();
    }
  }

  private static Furl furlOfNested(RemoteReference reference) throws Exception {
    Box nested = reference.as(Box.class, TestTubs.LIMIT).nested(LocalObject.canary());
    return RemoteReference.behind(nested).orElseThrow().furl().orElseThrow();
  }

  private static boolean isKnown(Tub publisher, Furl furl) throws Exception {
    try {
      publisher.connect(furl, TestTubs.LIMIT).release();
      return true;
    } catch (RemoteFailureException e) {
      assertThat(e.failure().is("builtins.KeyError")).isTrue();
      return false;
    }
  }

  @Test
  void aTubFindsItsOwnObjectsWithoutTheNetwork() throws Exception {
    Tub tub = tubs.quiet("A", TubOptions.defaults());
    tub.setLocation(List.of());
    Furl furl = tub.publish(LocalObject.of(Box.class, box));
    Box own = tub.connect(furl, TestTubs.LIMIT).as(Box.class, TestTubs.LIMIT);
    own.put("a", ByteStream.of(large()));
    assertThat(own.size("a")).contains((long) LARGE);
    assertThat(own.whoCalls()).isEqualTo(tub.tubId().toString());
  }

  @Test
  void aSocketCanBeTakenOverWithWhatWasReadFromIt() throws Exception {
    Tub tub = tubs.quiet("B", TubOptions.defaults());
    try (ServerSocket shared = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + shared.getLocalPort())));
      Furl furl = tub.publish("box", LocalObject.of(Box.class, box));
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  Socket accepted = shared.accept();
                  byte[] ahead = accepted.getInputStream().readNBytes(8);
                  assertThat(ahead).asString().isEqualTo("GET /id/");
                  tub.accept(accepted, ahead);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Tub client = tubs.quiet("A", TubOptions.defaults());
      assertThat(client.connect(furl, TestTubs.LIMIT).as(Box.class, TestTubs.LIMIT).notes())
          .isEmpty();
    }
  }

  @Test
  void aFurlFileKeepsTheNameOfAnObject(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("box.furl");
    Tub tub = tubs.quiet("B", TubOptions.defaults());
    tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:1")));
    Furl first = tub.publish(LocalObject.of(Box.class, box), file);
    assertThat(Files.readString(file)).isEqualTo(first.text() + "\n");
    Tub later = tubs.quiet("B", TubOptions.defaults());
    later.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:2")));
    Furl second = later.publish(LocalObject.of(Box.class, new MemoryBox()), file);
    assertThat(second).isEqualTo(first);
    assertThat(Files.readString(file)).contains("127.0.0.1:2");
    Tub other = tubs.quiet("A", TubOptions.defaults());
    other.setLocation(List.of());
    assertThatThrownBy(() -> other.publish(LocalObject.of(Box.class, new MemoryBox()), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(tub.tubId().toString());
  }

  @Test
  void whatCannotBeReachedSaysWhy() throws Exception {
    Tub tub = tubs.quiet("A", TubOptions.defaults());
    assertThatThrownBy(
            () ->
                tub.connect(
                    Furl.of(TestTubs.certificate("B").tubId(), List.of(), "x"), TestTubs.LIMIT))
        .isInstanceOf(NegotiationException.class)
        .hasMessageContaining("does not say where");
    Furl unknown =
        Furl.of(
            TestTubs.certificate("B").tubId(),
            List.of(new ConnectionHint("carrier:pigeon"), new ConnectionHint("nowhere")),
            "x");
    assertThatThrownBy(() -> tub.connect(unknown, TestTubs.LIMIT))
        .isInstanceOf(NegotiationException.class)
        .hasMessageContaining("no usable connection hint");
    Tub c = tubs.listening("C");
    Furl elsewhere = Furl.of(TestTubs.certificate("B").tubId(), c.location().orElseThrow(), "x");
    assertThatThrownBy(() -> tub.connect(elsewhere, TestTubs.LIMIT))
        .isInstanceOf(NegotiationException.class)
        .hasMessageContaining("unknown TubID");
  }

  @Test
  void anUnknownNameIsToldWithoutIt() throws Exception {
    Tub publisher = tubs.listening("B");
    Furl furl = Furl.of(publisher.tubId(), publisher.location().orElseThrow(), "secretname");
    Tub client = tubs.quiet("A", TubOptions.defaults());
    assertThatThrownBy(() -> client.connect(furl, TestTubs.LIMIT))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            e -> assertThat(e.failure().value()).contains("'se'").doesNotContain("secret"));
  }

  @Test
  void aReconnectorConnectsAgainAfterALossAndWaitsLongerAfterFailures() throws Exception {
    ReconnectDelays quick =
        new ReconnectDelays(Duration.ofMillis(20), 2, Duration.ofMillis(200), 0.1);
    Tub publisher = tubs.listening("B");
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    Tub client = tubs.quiet("A", TubOptions.builder().delays(quick).build());
    BlockingQueue<RemoteReference> sessions = new LinkedBlockingQueue<>();
    try (Reconnector reconnector = client.keepConnected(furl, sessions::add)) {
      RemoteReference first = sessions.poll(30, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(reconnector.status().state()).isInstanceOf(Reconnector.State.Connected.class);
      int port = publisher.location().orElseThrow().getFirst().tcpAddress().orElseThrow().port();
      publisher.close();
      Tub again = new Tub(TestTubs.certificate("B"), TubOptions.defaults());
      try (again) {
        again.setLocation(publisher.location().orElseThrow());
        again.publish("box", LocalObject.of(Box.class, box));
        again.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        reconnector.reset();
        RemoteReference second = sessions.poll(30, TimeUnit.SECONDS);
        assertThat(second).isNotNull().isNotSameAs(first);
        assertThat(second.as(Box.class, TestTubs.LIMIT).notes()).isEmpty();
        assertThat(first.isAlive()).isFalse();
      }
    }
  }

  @Test
  void aFloodOfHalfOpenConnectionsKeepsNobodyOut() throws Exception {
    Tub publisher = tubs.listening("B", TubOptions.builder().maxHalfOpen(10).build());
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    int port = publisher.location().orElseThrow().getFirst().tcpAddress().orElseThrow().port();
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        flood.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      Tub client = tubs.quiet("A", TubOptions.defaults());
      assertThat(client.connect(furl, TestTubs.LIMIT).as(Box.class, TestTubs.LIMIT).notes())
          .isEmpty();
      assertThat(publisher.halfOpen()).isLessThanOrEqualTo(10);
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  @Test
  void whoDoesNotNegotiateInTimeIsDropped() throws Exception {
    Tub publisher =
        tubs.listening("B", TubOptions.builder().negotiationLimit(Duration.ofMillis(200)).build());
    int port = publisher.location().orElseThrow().getFirst().tcpAddress().orElseThrow().port();
    try (RawPeer peer = RawPeer.connect(port)) {
      peer.send("GET /id/");
      assertThat(peer.receiveAll()).isEmpty();
    }
  }

  @Test
  void whoDoesNotReadIsGivenUp() throws Exception {
    Tub publisher = tubs.listening("B", TubOptions.builder().stall(Duration.ofSeconds(1)).build());
    Furl furl = publisher.publish("box", LocalObject.of(Box.class, box));
    Tub client = tubs.quiet("A", TubOptions.builder().stall(Duration.ofMinutes(5)).build());
    RemoteReference reference = client.connect(furl, TestTubs.LIMIT);
    Box remote = reference.as(Box.class, TestTubs.LIMIT);
    box.put("a", ByteStream.of(new byte[50_000_000]));
    ByteStream neverRead = remote.get("a");
    assertThat(neverRead.length()).isEqualTo(50_000_000);
    long end = System.nanoTime() + TestTubs.LIMIT.toNanos();
    while (!publisher.peers().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
