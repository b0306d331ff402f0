package org.truckee.grid;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all uploads, or all downloads, of a grid may take together. One that finds little
 * left works with less; one that finds nothing waits, for as long as it has patience.
 */
public final class MemoryBudget {
  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;

  /** A budget of so many bytes, at least 1 KiB. */
  public MemoryBudget(long bytes) {
    units = units(bytes);
    free = new Semaphore(units, true);
  }

  /** A part of the budget, until it is closed. */
  public final class Grant implements AutoCloseable {
    private int taken;
    private boolean closed;

    private Grant(int taken) {
      this.taken = taken;
    }

    /** The size of this part. */
    public synchronized long bytes() {
      return (long) taken * UNIT;
    }

    /**
     * Makes this part larger, unless that would take more than half of what is free. Never waits.
     *
     * @param wanted bytes that the part should have
     * @return whether it has so many now
     */
    public synchronized boolean growTo(long wanted) {
      int more = units(wanted) - taken;
      if (more <= 0) {
        return true;
      }
      if (closed || more > free.availablePermits() / 2 || !free.tryAcquire(more)) {
        return false;
      }
      taken += more;
      return true;
    }

    /** Gives the part back; a second time has no effect. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        free.release(taken);
      }
    }
  }

  /**
   * Waits until there is enough and takes it. Of what is free beyond that, at most half is taken,
   * so that the next one finds something.
   *
   * @param least bytes without which nothing can be done; if that is more than the whole budget,
   *     the whole budget has to do
   * @param most bytes that are of use
   */
  public Grant take(long least, long most) throws InterruptedException {
    int taken = Math.min(units, units(least));
    free.acquire(taken);
    int more = Math.min(units(most) - taken, free.availablePermits() / 2);
    if (more > 0 && free.tryAcquire(more)) {
      taken += more;
    }
    return new Grant(taken);
  }

  /**
   * Waits for a while until there is enough and takes that. Who waits in vain gets an empty part
   * and goes on all the same: somebody who holds memory may do nothing with it for ever.
   */
  public Grant takeWithin(Duration patience, long wanted) throws InterruptedException {
    int taken = Math.min(units, units(wanted));
    boolean enough = free.tryAcquire(taken, patience.toNanos(), TimeUnit.NANOSECONDS);
    return new Grant(enough ? taken : 0);
  }

  private static int units(long bytes) {
    return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE);
  }
}
