package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Reconnector;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;

/** A Tub of ours and Tubs of the real foolscap library, in all the ways in which they can meet. */
@Tag("live")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class FoolscapTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int TEN_MEGABYTES = 10_000_000;
  private static final int MANY = 1000;

  @RemoteName("RIStore.live.truckee")
  interface Store {
    void write(int offset, ByteStream data) throws IOException, InterruptedException;

    ByteStream read(int offset, int length) throws IOException, InterruptedException;

    Described describe(@Limit(10) Set<Integer> numbers, Map<Integer, List<byte[]>> names)
        throws FoolscapException, InterruptedException;
  }

  record Described(boolean equal, Map<Integer, List<byte[]>> names) {}

  @RemoteName("RIKeeper.live.truckee")
  interface Keeper {
    Store open(Store store) throws FoolscapException, InterruptedException;

    byte[] use(Store store, byte[] data) throws FoolscapException, InterruptedException;
  }

  /** Keeps what is written in memory. */
  static final class MemoryStore implements Store {
    private byte[] data = {};

    @Override
    public void write(int offset, ByteStream source) throws IOException {
      byte[] written = source.open().readAllBytes();
      data = Arrays.copyOf(data, Math.max(data.length, offset + written.length));
      System.arraycopy(written, 0, data, offset, written.length);
    }

    @Override
    public ByteStream read(int offset, int length) {
      return ByteStream.of(
          Arrays.copyOfRange(data, offset, Math.min(data.length, offset + length)));
    }

    @Override
    public Described describe(Set<Integer> numbers, Map<Integer, List<byte[]>> names) {
      return new Described(numbers.size() == names.size(), names);
    }
  }

  /** What the other side calls. */
  @Concurrent
  static final class Echo implements LocalObject.Handler {
    private final List<Value> held = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Value call(String method, List<Value> arguments, Map<String, Value> keywords)
        throws Exception {
      return switch (method) {
        case "echo" -> arguments.getFirst();
        case "size" -> Value.of(((Bytes) arguments.getFirst()).length());
        case "hold" -> {
          held.add(arguments.getFirst());
          yield Value.None.NONE;
        }
        default -> throw LocalObject.noSuchMethod(method);
      };
    }
  }

  private final List<Tub> tubs = new ArrayList<>();
  private FoolscapProcess process;
  private Tub tub;
  private RemoteReference driver;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    process = FoolscapProcess.start(directory);
    tub = listeningTub();
    driver = tub.connect(process.driver(), LIMIT);
  }

  @AfterEach
  void stop() throws Exception {
    tubs.forEach(Tub::close);
    process.close();
  }

  private Tub listeningTub() throws IOException {
    TubOptions options =
        TubOptions.builder().untypedLimit(64 << 20).acceptGifts().callLimit(LIMIT).build();
    Tub made = new Tub(NodeCertificate.generate(Clock.systemUTC(), new SecureRandom()), options);
    Listener listener = made.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    made.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
    tubs.add(made);
    return made;
  }

  private Value drive(String method, Value... arguments) throws Exception {
    return driver.call(method, List.of(arguments), LIMIT);
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(20261129).nextBytes(bytes);
    return bytes;
  }

  @Test
  void callsGoInBothDirectionsOverOneConnection() throws Exception {
    Value mixed =
        Value.list(
            Value.of(1L << 40),
            Value.text("grün"),
            Value.bytes("list"),
            Value.None.NONE,
            Value.Bool.TRUE,
            new Value.Real(0.5),
            Value.tuple(Value.of(-1)),
            Value.dict(Map.of(Value.bytes("key"), Value.list())));
    assertThat(drive("echo", mixed)).isEqualTo(mixed);
    LocalObject echo = LocalObject.of(new Echo());
    assertThat(drive("call", echo, Value.bytes("echo"), mixed)).isEqualTo(mixed);
    assertThat(drive("echo", echo)).isEqualTo(echo);
    Furl furl = tub.publish("echo", echo);
    assertThat(drive("fetch", Value.bytes(furl.text()), Value.bytes("echo"), Value.of(7)))
        .isEqualTo(Value.of(7));
    assertThat(drive("connections")).isEqualTo(Value.of(1));
  }

  @Test
  void failuresCarryTheirClassesInBothDirections() throws Exception {
    assertThatThrownBy(() -> drive("boom"))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            e -> assertThat(e.failure().is("builtins.LookupError")).isTrue());
    LocalObject echo = LocalObject.of(new Echo());
    assertThatThrownBy(() -> drive("call", echo, Value.bytes("nosuch")))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            e -> assertThat(e.failure().is("builtins.AttributeError")).isTrue());
    // What is longer than the limits of the other side must not cost the connection.
    assertThatThrownBy(
            () ->
                drive(
                    "call",
                    LocalObject.of(
                        (method, arguments, keywords) -> {
                          throw new IllegalStateException("ü".repeat(5000));
                        }),
                    Value.bytes("any")))
        .isInstanceOf(RemoteFailureException.class);
    assertThat(driver.isAlive()).isTrue();
  }

  @Test
  void stringsOfTenMegabytesGoInBothDirections() throws Exception {
    byte[] data = randomBytes(TEN_MEGABYTES);
    assertThat(drive("size", Bytes.of(data))).isEqualTo(Value.of(TEN_MEGABYTES));
    assertThat(drive("echo", Bytes.of(data))).isEqualTo(Bytes.of(data));
    LocalObject echo = LocalObject.of(new Echo());
    assertThat(drive("call", echo, Value.bytes("echo"), Bytes.of(data))).isEqualTo(Bytes.of(data));
  }

  @Test
  void longStringsStreamToAndFromObjectsWithInterfaces() throws Exception {
    byte[] data = randomBytes(TEN_MEGABYTES);
    Store store = ((RemoteReference) drive("store")).as(Store.class, LIMIT);
    store.write(0, ByteStream.of(data));
    try (InputStream read = store.read(1, TEN_MEGABYTES).open()) {
      assertThat(read.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, 1, data.length));
    }
    Map<Integer, List<byte[]>> names = Map.of(5, List.of(new byte[] {1}, new byte[] {2}));
    Described described = store.describe(Set.of(9), names);
    assertThat(described.equal()).isTrue();
    assertThat(described.names().get(5)).containsExactly(new byte[] {1}, new byte[] {2});
    Keeper keeper = ((RemoteReference) drive("keeper")).as(Keeper.class, LIMIT);
    byte[] half = Arrays.copyOf(data, 500_000);
    assertThat(keeper.use(new MemoryStore(), half)).isEqualTo(half);
    Store opened = keeper.open(new MemoryStore());
    opened.write(0, ByteStream.of(half));
    assertThat(opened.read(0, 10).open().readAllBytes()).isEqualTo(Arrays.copyOf(half, 10));
  }

  @Test
  void aThousandCallsAreInFlightAtOnce() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Value>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Value number = Value.of(i);
        answers.add(executor.submit(() -> drive("later", number)));
      }
      for (int i = 0; i < MANY; i++) {
        assertThat(answers.get(i).get()).isEqualTo(Value.of(i));
      }
    }
    assertThat(drive("flood", LocalObject.of(new Echo()), Value.of(MANY)))
        .isEqualTo(Value.Bool.TRUE);
  }

  @Test
  void referencesArePassedToThirdParties(@TempDir Path directory) throws Exception {
    try (FoolscapProcess other = FoolscapProcess.start(directory.resolve("other"))) {
      RemoteReference third = tub.connect(other.driver(), LIMIT);
      // We pass the object of one process to the other, which calls it over its own connection.
      assertThat(drive("call", third, Value.bytes("echo"), Value.of(3))).isEqualTo(Value.of(3));
      assertThat(third.call("connections", List.of(), LIMIT)).isEqualTo(Value.of(2));
      // One process passes the object of the other to us.
      Echo echo = new Echo();
      drive("pass_on", LocalObject.of(echo), Value.bytes("hold"), third);
      RemoteReference given = (RemoteReference) echo.held.getFirst();
      assertThat(given.call("echo", List.of(Value.of(4)), LIMIT)).isEqualTo(Value.of(4));
      assertThat(given.peer().tubId()).isEqualTo(third.peer().tubId());
      // One process gives us the object of the other as an answer.
      drive("hold", third);
      RemoteReference answered = (RemoteReference) drive("held");
      assertThat(answered.call("echo", List.of(Value.of(5)), LIMIT)).isEqualTo(Value.of(5));
    }
  }

  @Test
  void lossOfTheConnectionFailsTheCallsInTheMiddle() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    driver.onLost(lost::countDown);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Value> never = executor.submit(() -> drive("never"));
      drive("echo", Value.of(1));
      process.kill();
      assertThatThrownBy(() -> never.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DeadReferenceException.class);
    }
    assertThat(lost.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(driver.isAlive()).isFalse();
    assertThatThrownBy(() -> drive("echo", Value.of(1))).isInstanceOf(DeadReferenceException.class);
  }

  @Test
  void theReconnectorComesBackAndTheOtherSideNoticesTheLoss() throws Exception {
    List<RemoteReference> sessions = Collections.synchronizedList(new ArrayList<>());
    try (Reconnector reconnector = tub.keepConnected(process.driver(), sessions::add)) {
      RemoteReference first = reconnector.await(LIMIT).orElseThrow();
      first.call("hold", List.of(LocalObject.canary()), LIMIT);
      assertThatThrownBy(() -> first.call("drop_all", List.of(), LIMIT))
          .isInstanceOf(DeadReferenceException.class);
      RemoteReference second = awaitOther(reconnector, first);
      assertThat(second.call("echo", List.of(Value.of(1)), LIMIT)).isEqualTo(Value.of(1));
      assertThat(second.call("lost", List.of(), LIMIT)).isEqualTo(Value.of(1));
      assertThat(sessions).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  private static RemoteReference awaitOther(Reconnector reconnector, RemoteReference first)
      throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      RemoteReference found = reconnector.await(LIMIT).orElseThrow();
      if (found != first) {
        return found;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("there is no new connection");
  }

  @Test
  void anObjectThatIsLetGoIsForgotten() throws Exception {
    LocalObject echo = LocalObject.of(new Echo());
    drive("hold", echo);
    drive("let_go");
    RemoteReference store = (RemoteReference) drive("store");
    store.release();
    assertThatThrownBy(() -> store.call("read", List.of(Value.of(0), Value.of(1)), LIMIT))
        .isInstanceOf(DeadReferenceException.class);
    assertThat(drive("echo", Value.of(2))).isEqualTo(Value.of(2));
  }

  @Test
  void bothSidesConnectAtTheSameTimeAndOneConnectionIsLeft() throws Exception {
    for (int i = 0; i < 5; i++) {
      Tub other = listeningTub();
      Furl furl = other.publish("echo", LocalObject.of(new Echo()));
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Value> theirs =
            executor.submit(
                () -> drive("fetch", Value.bytes(furl.text()), Value.bytes("echo"), Value.of(1)));
        Future<RemoteReference> ours =
            executor.submit(() -> other.connect(process.driver(), LIMIT));
        assertThat(theirs.get()).isEqualTo(Value.of(1));
        assertThat(ours.get().call("echo", List.of(Value.of(2)), LIMIT)).isEqualTo(Value.of(2));
      }
      assertThat(other.peers()).hasSize(1);
    }
  }

  @Test
  void aTubThatWasStartedAgainReplacesItsOldConnection() throws Exception {
    NodeCertificate certificate = NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
    Tub before = new Tub(certificate, TubOptions.defaults());
    Tub after = new Tub(certificate, TubOptions.defaults());
    tubs.add(before);
    tubs.add(after);
    RemoteReference old = before.connect(process.driver(), LIMIT);
    RemoteReference replacement = after.connect(process.driver(), LIMIT);
    assertThat(replacement.call("echo", List.of(Value.of(1)), LIMIT)).isEqualTo(Value.of(1));
    assertThatThrownBy(() -> old.call("echo", List.of(Value.of(1)), LIMIT))
        .isInstanceOf(DeadReferenceException.class);
  }

  @Test
  void aSignOfLifeIsGivenInBothDirections() throws Exception {
    assertThat(driver.ping(LIMIT)).isLessThan(LIMIT);
    try (Socket stranger =
        new Socket(
            InetAddress.getLoopbackAddress(),
            tub.location().orElseThrow().getFirst().tcpAddress().orElseThrow().port())) {
      stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
      assertThat(new String(stranger.getInputStream().readAllBytes()))
          .startsWith("HTTP/1.1 500 Internal Server Error");
    }
  }
}
