package org.truckee.wire.network.tor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An onion service of this node ({@code spec/09 §5.4}). It is added again whenever Tor, or the
 * connection to it, was lost.
 */
public final class OnionService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OnionService.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration TO_REMOVE = Duration.ofSeconds(3);

  private final TorAccess access;
  private final String key;
  private final int port;
  private final InetSocketAddress target;
  private final Object changes = new Object();
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Thread> keeper = Optional.empty();
  private Optional<TorControl> connection = Optional.empty();
  private Optional<String> id = Optional.empty();
  private boolean closed;

  /**
   * A service that is not there yet.
   *
   * @param key its private key as Tor writes it
   * @param port its port in Tor
   * @param target where what comes is delivered
   */
  public OnionService(TorAccess access, String key, int port, InetSocketAddress target) {
    this.access = access;
    this.key = key;
    this.port = port;
    this.target = target;
  }

  /** Has it added in the background. */
  public void start() {
    synchronized (changes) {
      if (!closed && keeper.isEmpty()) {
        keeper = Optional.of(Thread.ofVirtual().name("onion-service").start(this::keep));
      }
    }
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isClosed()) {
        try (TorControl control = access.open(LIMIT)) {
          TorControl.Added added = control.addOnion(Optional.of(key), port, target, LIMIT);
          LOG.info("the onion service {}.onion is there", added.id());
          set(control, added.id());
          pause = FIRST_PAUSE;
          control.awaitEnd();
        } catch (IOException e) {
          LOG.warn("the onion service cannot be added: {}", e.getMessage());
        }
        lose();
        if (!isClosed()) {
          Thread.sleep(pause);
          pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      // Only closing interrupts.
      return;
    } finally {
      ended.countDown();
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void set(TorControl control, String added) {
    synchronized (changes) {
      connection = Optional.of(control);
      id = Optional.of(added);
      changes.notifyAll();
    }
  }

  private void lose() {
    synchronized (changes) {
      connection = Optional.empty();
      id = Optional.empty();
    }
  }

  private boolean isClosed() {
    synchronized (changes) {
      return closed;
    }
  }

  /**
   * Waits until it is there, and gives its name without {@code .onion}; empty if it takes longer.
   */
  public Optional<String> await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (changes) {
      while (id.isEmpty() && !closed && deadline - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(changes, deadline - System.nanoTime());
      }
      return id;
    }
  }

  /** Removes it. */
  @Override
  public void close() {
    Optional<TorControl> open;
    Optional<Thread> thread;
    Optional<String> name;
    synchronized (changes) {
      closed = true;
      open = connection;
      thread = keeper;
      name = id;
      changes.notifyAll();
    }
    try {
      if (open.isPresent() && name.isPresent()) {
        open.get().tell("DEL_ONION " + name.get());
        open.get().tell("QUIT");
        boolean _ = ended.await(TO_REMOVE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.ifPresent(Thread::interrupt);
  }
}
