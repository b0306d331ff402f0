package org.truckee.foolscap.tub;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.RemoteReference;

/** Gets hold of an object again and again, with growing patience ({@code spec/06 §3.4}). */
public final class Reconnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);

  /** What is done with the object whenever there is a new connection to it. */
  @FunctionalInterface
  public interface Session {
    /**
     * Does it; the connection is watched meanwhile, and calls fail when it is lost.
     *
     * @throws FoolscapException if the object is of no use; the connection stays
     */
    void connected(RemoteReference object) throws FoolscapException, InterruptedException;
  }

  /** What a reconnector is doing. */
  public sealed interface State {
    /** A connection is being attempted. */
    record Connecting() implements State {}

    /**
     * There is a connection.
     *
     * @param via the place that was connected to; empty if the other side has connected
     */
    record Connected(Optional<String> via, RemoteReference object) implements State {}

    /**
     * It waits before it tries again.
     *
     * @param until when it will try
     * @param lastAttempt when it has tried last
     */
    record Waiting(Instant until, Instant lastAttempt) implements State {}

    /** It was closed. */
    record Closed() implements State {}
  }

  /**
   * How things stand.
   *
   * @param state what it is doing
   * @param attempts what has come of each place in the last attempt
   */
  public record Status(State state, Map<String, String> attempts) {}

  private final Tub tub;
  private final Furl furl;
  private final Session session;
  private final ReconnectDelays delays;
  private final Duration attemptLimit;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Thread> thread = Optional.empty();
  private State state = new State.Connecting();
  private Optional<Attempt> attempt = Optional.empty();
  private Duration delay;
  private long wakeAt;
  private boolean lost;

  Reconnector(Tub tub, Furl furl, Session session, ReconnectDelays delays, Duration attemptLimit) {
    this.tub = tub;
    this.furl = furl;
    this.session = session;
    this.delays = delays;
    this.attemptLimit = attemptLimit;
    this.delay = delays.initial();
  }

  void start() {
    lock.lock();
    try {
      thread = Optional.of(Thread.ofVirtual().name("foolscap-reconnect").start(this::run));
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!isClosed()) {
        Instant began = Instant.now();
        set(new State.Connecting());
        try {
          RemoteReference object = tub.connect(furl, attemptLimit, this::attempted);
          stayConnected(object);
        } catch (FoolscapException e) {
          LOG.debug("{} cannot be had: {}", furl, e.getMessage());
          delay(delays.next(currentDelay(), tub.random()));
        }
        pause(began);
      }
    } catch (InterruptedException _) {
      // It was closed.
    }
  }

  private void attempted(Attempt made) {
    lock.lock();
    try {
      attempt = Optional.of(made);
    } finally {
      lock.unlock();
    }
  }

  private void stayConnected(RemoteReference object) throws InterruptedException {
    lock.lock();
    try {
      lost = false;
    } finally {
      lock.unlock();
    }
    set(new State.Connected(attempt.flatMap(Attempt::how), object));
    RemoteReference.Registration registration = object.onLost(this::lost);
    try {
      session.connected(object);
    } catch (FoolscapException e) {
      LOG.info("{} is of no use: {}", furl, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the session with {} came to an unexpected end", furl, e);
    }
    lock.lock();
    try {
      while (!lost) {
        boolean _ = changed.await(1, TimeUnit.MINUTES);
      }
      delay = delays.initial();
    } finally {
      lock.unlock();
      registration.cancel();
    }
  }

  private void lost() {
    lock.lock();
    try {
      lost = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause(Instant began) throws InterruptedException {
    lock.lock();
    try {
      if (state instanceof State.Closed) {
        return;
      }
      wakeAt = System.nanoTime() + delay.toNanos();
      state = new State.Waiting(Instant.now().plus(delay), began);
      changed.signalAll();
      long left = delay.toNanos();
      while (left > 0) {
        boolean _ = changed.await(left, TimeUnit.NANOSECONDS);
        left = wakeAt - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tries again in the shortest of times, if it waits, and is impatient again afterwards. */
  public void reset() {
    lock.lock();
    try {
      delay = delays.initial();
      long soon = System.nanoTime() + delay.toNanos();
      if (state instanceof State.Waiting waiting && wakeAt - soon > 0) {
        wakeAt = soon;
        state = new State.Waiting(Instant.now().plus(delay), waiting.lastAttempt());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The object, if there is a connection now. */
  public Optional<RemoteReference> current() {
    return status().state() instanceof State.Connected connected && connected.object().isAlive()
        ? Optional.of(connected.object())
        : Optional.empty();
  }

  /** Waits for a connection; empty if there is none in time. */
  public Optional<RemoteReference> await(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      Optional<RemoteReference> found = current();
      while (found.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        found = current();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** How things stand. */
  public Status status() {
    lock.lock();
    try {
      return new Status(state, attempt.map(Attempt::statuses).orElse(Map.of()));
    } finally {
      lock.unlock();
    }
  }

  /** The FURL that is connected to. */
  public Furl furl() {
    return furl;
  }

  private boolean isClosed() {
    return status().state() instanceof State.Closed;
  }

  private Duration currentDelay() {
    lock.lock();
    try {
      return delay;
    } finally {
      lock.unlock();
    }
  }

  private void delay(Duration next) {
    lock.lock();
    try {
      delay = next;
    } finally {
      lock.unlock();
    }
  }

  private void set(State next) {
    lock.lock();
    try {
      if (!(state instanceof State.Closed)) {
        state = next;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tries no more; a connection that was made stays. */
  @Override
  public void close() {
    lock.lock();
    try {
      state = new State.Closed();
      thread.ifPresent(Thread::interrupt);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    tub.forget(this);
  }
}
