package org.truckee.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end of a process that runs nodes. A signal asks for it and waits until everything has
 * stopped, but not longer than the limit: then the process ends as it is. What was acknowledged is
 * safe either way.
 */
public final class Termination {
  /** Service managers wait for longer before they kill, most of them for 30 or 90 s. */
  public static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

  private final Duration limit;
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Termination(Duration limit) {
    this.limit = limit;
  }

  /** Heeds the signals to end from now on. */
  public static Termination heeded() {
    return heeded(LIMIT);
  }

  /** With another limit. */
  static Termination heeded(Duration limit) {
    Termination termination = new Termination(limit);
    Runtime.getRuntime().addShutdownHook(new Thread(termination::stopInOrder, "termination"));
    return termination;
  }

  /** Waits until somebody asks for the end. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Asks for it; from then on the limit counts. */
  public void request() {
    requested.countDown();
    Thread.ofPlatform().daemon().name("termination-limit").start(this::endAnyway);
  }

  /** Everything has stopped. */
  public void stopped() {
    stopped.countDown();
  }

  /** Runs while the process ends by a signal. */
  private void stopInOrder() {
    requested.countDown();
    awaitStopped();
  }

  private void endAnyway() {
    if (!awaitStopped()) {
      Runtime.getRuntime().halt(1);
    }
  }

  private boolean awaitStopped() {
    try {
      if (stopped.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      LOG.warn("not everything has stopped within {} s: the process ends now", limit.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
