package org.truckee.wire.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Memory that requests hold while they are served, handed out in turn. */
final class RequestMemory {
  private final int bytes;
  private final Duration patience;
  private final Semaphore free;

  /** Gives out {@code bytes} in all; who cannot have any within {@code patience} is refused. */
  RequestMemory(int bytes, Duration patience) {
    this.bytes = bytes;
    this.patience = patience;
    this.free = new Semaphore(bytes, true);
  }

  /** Some of the memory, given back when it is closed. */
  final class Held implements AutoCloseable {
    private final int permits;

    private Held(int permits) {
      this.permits = permits;
    }

    @Override
    public void close() {
      free.release(permits);
    }
  }

  /** Some memory if it is there now, for what can be done without. */
  Optional<Held> tryHold(int wanted) {
    return free.tryAcquire(wanted) ? Optional.of(new Held(wanted)) : Optional.empty();
  }

  /**
   * Waits for memory; who wants more than there is gets all of it.
   *
   * @throws RefusedException with 503 if others hold it too long
   */
  Held hold(long wanted) throws RefusedException, InterruptedException {
    int permits = (int) Math.min(wanted, bytes);
    if (!free.tryAcquire(permits, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new RefusedException(503, "Too many large requests at once; try again");
    }
    return new Held(permits);
  }
}
