package org.truckee.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a program in good order when the system wants it to end (SIGTERM, SIGINT), and ends it all
 * the same if that takes too long.
 */
public final class StopSignal {
  /** Longer than requests get to come to an end, shorter than service managers wait. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private StopSignal() {}

  /** Begins to listen. */
  public static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::hold, "stop"));
    return signal;
  }

  /** Waits until the program shall stop. */
  public void await() throws InterruptedException {
    wanted.await();
  }

  /** The program shall stop. */
  public void stop() {
    wanted.countDown();
  }

  /** The program has stopped: it may end. */
  public void stopped() {
    stopped.countDown();
  }

  /** Runs while the process ends. */
  private void hold() {
    stop();
    try {
      if (!stopped.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        System.err.println(
            "ERROR: the node did not stop within %d seconds and is ended"
                .formatted(LIMIT.toSeconds()));
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
