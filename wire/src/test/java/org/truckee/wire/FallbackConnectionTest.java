package org.truckee.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.storage.StorageServer;

/** A server that can be used in two ways. */
@Timeout(60)
class FallbackConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Way better = new Way("better");
  private final List<Way> others = new CopyOnWriteArrayList<>();
  private FallbackConnection connection;

  @AfterEach
  void stop() {
    connection.close();
  }

  private void connection(Duration first, Duration linger) {
    connection =
        new FallbackConnection(better, this::other, new FallbackConnection.Patience(first, linger));
    connection.start();
  }

  private ServerConnection other() {
    Way other = new Way("other");
    others.add(other);
    return other;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void theOtherWayIsNotBegunWhileTheBetterOneWorks() throws Exception {
    connection(NEVER, NEVER);
    better.set(true);
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    assertThat(connection.status().summary()).isEqualTo("better");
    assertThat(connection.server()).isEqualTo(better.server());
    assertThat(others).isEmpty();
  }

  @Test
  void theOtherWayIsTakenWhenTheBetterOneIsLostAndLeftWhenItReturns() throws Exception {
    connection(NEVER, NEVER);
    better.set(true);
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    better.set(false);
    await(() -> others.size() == 1);
    Way other = others.getFirst();
    await(() -> other.started);
    assertThat(connection.status().connected()).isFalse();
    other.set(true);
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    assertThat(connection.status().summary()).isEqualTo("other");
    assertThat(connection.server()).isEqualTo(other.server());

    better.set(true);
    assertThat(connection.status().summary()).isEqualTo("better");
    assertThat(connection.server()).isEqualTo(better.server());
    assertThat(other.closed).as("what has begun on it may end").isFalse();
  }

  @Test
  void theOtherWayIsTakenIfTheBetterOneNeverWorked() throws Exception {
    connection(AT_ONCE, NEVER);
    await(() -> others.size() == 1);
    others.getFirst().set(true);
    assertThat(connection.awaitConnected(LIMIT)).isTrue();
    assertThat(connection.status().summary()).isEqualTo("other");
  }

  @Test
  void theOtherWayIsBegunAsSoonAsTheBetterOneHasFailed() throws Exception {
    connection(NEVER, NEVER);
    better.set(false);
    await(() -> others.size() == 1 && others.getFirst().started);
  }

  @Test
  void theOtherWayIsClosedAfterAWhileAndMadeAnewWhenItIsNeededAgain() throws Exception {
    connection(AT_ONCE, AT_ONCE);
    await(() -> others.size() == 1);
    better.set(true);
    await(() -> others.getFirst().closed);
    better.set(false);
    await(() -> others.size() == 2);
    assertThat(others.getLast().closed).isFalse();
  }

  @Test
  void bothAreHurriedAndClosed() throws Exception {
    connection(AT_ONCE, NEVER);
    await(() -> others.size() == 1 && others.getFirst().started);
    connection.tryNow();
    assertThat(better.hurried).isTrue();
    assertThat(others.getFirst().hurried).isTrue();
    connection.close();
    assertThat(better.closed).isTrue();
    assertThat(others.getFirst().closed).isTrue();
    assertThat(connection.awaitConnected(LIMIT)).isFalse();
  }

  /** A way that is there or not as a test says. */
  private static final class Way implements ServerConnection {
    private final String name;
    private final StorageServer server =
        (StorageServer)
            Proxy.newProxyInstance(
                StorageServer.class.getClassLoader(),
                new Class<?>[] {StorageServer.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("equals")) {
                    return proxy == arguments[0];
                  }
                  throw new UnsupportedOperationException();
                });

    private volatile Runnable listener = () -> {};
    private volatile boolean up;
    private volatile boolean asked;
    volatile boolean started;
    volatile boolean hurried;
    volatile boolean closed;

    Way(String name) {
      this.name = name;
    }

    void set(boolean works) {
      up = works;
      asked = true;
      listener.run();
    }

    @Override
    public void start() {
      started = true;
    }

    @Override
    public ConnectionStatus status() {
      return asked
          ? new ConnectionStatus(up, name, Optional.empty(), Optional.empty())
          : ConnectionStatus.UNSTARTED;
    }

    @Override
    public Optional<StorageServer> server() {
      return Optional.of(server);
    }

    @Override
    public void onChange(Runnable told) {
      listener = told;
    }

    @Override
    public void tryNow() {
      hurried = true;
    }

    @Override
    public boolean awaitConnected(Duration limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
