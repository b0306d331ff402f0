package org.truckee.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.StorageServer;

/**
 * The watch over a server that can be used in two ways: in the better one while that works, and in
 * the other from the moment when it does not until it works again. The other way is only begun when
 * it is needed.
 */
public final class FallbackConnection implements ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(FallbackConnection.class);
  private static final Duration LONG = Duration.ofHours(1);

  private final ServerConnection preferred;
  private final Supplier<ServerConnection> fallback;
  private final Patience patience;

  /** Is notified of every change; held for moments only. */
  private final Object changes = new Object();

  private Optional<ServerConnection> second = Optional.empty();
  private Optional<Thread> keeper = Optional.empty();
  private Runnable listener = () -> {};
  private boolean closed;

  /**
   * How long things are waited for.
   *
   * @param first for the better way to succeed or fail at the beginning, before the other one is
   *     begun, too
   * @param linger how long the other way is kept when the better one works again: what has begun on
   *     it may come to its end
   */
  public record Patience(Duration first, Duration linger) {
    /** 10 s, 10 minutes. */
    public static Patience defaults() {
      return new Patience(Duration.ofSeconds(10), Duration.ofMinutes(10));
    }
  }

  /**
   * A watch that has not begun.
   *
   * @param preferred the better way
   * @param fallback makes the watch that goes the other way, not begun
   */
  public FallbackConnection(
      ServerConnection preferred, Supplier<ServerConnection> fallback, Patience patience) {
    this.preferred = preferred;
    this.fallback = fallback;
    this.patience = patience;
    preferred.onChange(this::changed);
  }

  @Override
  public void start() {
    synchronized (changes) {
      if (keeper.isPresent() || closed) {
        return;
      }
      keeper = Optional.of(Thread.ofVirtual().name("server-fallback").start(this::keep));
    }
    preferred.start();
  }

  private void keep() {
    try {
      synchronized (changes) {
        await(this::isDecided, patience.first());
        while (!closed) {
          if (!works()) {
            begin();
            await(this::works, LONG);
          } else if (second.isEmpty()) {
            await(() -> !works(), LONG);
          } else if (!await(() -> !works(), patience.linger())) {
            end();
          }
        }
      }
    } catch (InterruptedException e) {
      // Only closing interrupts.
      return;
    }
  }

  private boolean isDecided() {
    return !preferred.status().equals(ConnectionStatus.UNSTARTED);
  }

  private boolean works() {
    return preferred.status().connected();
  }

  private void begin() {
    if (second.isEmpty()) {
      LOG.info("a server is looked for in another way: {}", preferred.status().summary());
      ServerConnection begun = fallback.get();
      begun.onChange(this::changed);
      second = Optional.of(begun);
      begun.start();
    }
  }

  private void end() {
    // Elsewhere: to close takes a while, and the status is asked for meanwhile.
    second.ifPresent(other -> Thread.ofVirtual().name("server-close").start(other::close));
    second = Optional.empty();
  }

  private void changed() {
    Runnable told;
    synchronized (changes) {
      changes.notifyAll();
      told = listener;
    }
    told.run();
  }

  /** Whether it is so before the time is over, or the watch is closed. */
  private boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (changes) {
      while (!condition.getAsBoolean() && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(changes, left);
      }
      return true;
    }
  }

  /** The way that is used now: the better one, unless only the other works. */
  private ServerConnection used() {
    synchronized (changes) {
      return works()
          ? preferred
          : second.filter(other -> other.status().connected()).orElse(preferred);
    }
  }

  @Override
  public ConnectionStatus status() {
    return used().status();
  }

  @Override
  public Optional<StorageServer> server() {
    ServerConnection used = used();
    Optional<StorageServer> server = used.server();
    synchronized (changes) {
      return server.or(() -> second.flatMap(ServerConnection::server));
    }
  }

  @Override
  public void onChange(Runnable told) {
    synchronized (changes) {
      listener = told;
    }
  }

  @Override
  public void tryNow() {
    preferred.tryNow();
    Optional<ServerConnection> other;
    synchronized (changes) {
      other = second;
    }
    other.ifPresent(ServerConnection::tryNow);
  }

  @Override
  public boolean awaitConnected(Duration limit) throws InterruptedException {
    await(() -> used().status().connected(), limit);
    return status().connected();
  }

  @Override
  public void close() {
    Optional<ServerConnection> other;
    synchronized (changes) {
      closed = true;
      other = second;
      keeper.ifPresent(Thread::interrupt);
      changes.notifyAll();
    }
    preferred.close();
    other.ifPresent(ServerConnection::close);
  }
}
