package org.truckee.grid.transfer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all uploads, or all downloads, of a grid may take together. One that finds little
 * left works with less; one that finds nothing waits. A reserve serves those who must not wait for
 * ever for others that hold memory and do nothing with it.
 */
public final class MemoryBudget {
  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;
  private final int reservedUnits;
  private final Semaphore reserve;

  /** A budget of so many bytes, at least 1 KiB, without a reserve. */
  public MemoryBudget(long bytes) {
    this(bytes, 0);
  }

  /** A budget of so many bytes, at least 1 KiB, and a reserve beside it. */
  public MemoryBudget(long bytes, long reserveBytes) {
    units = units(bytes);
    free = new Semaphore(units, true);
    reservedUnits = reserveBytes == 0 ? 0 : units(reserveBytes);
    reserve = new Semaphore(reservedUnits, true);
  }

  /** A part of the budget, until it is closed. */
  public final class Grant implements AutoCloseable {
    private int taken;
    private final int ofReserve;
    private boolean closed;

    private Grant(int taken, int ofReserve) {
      this.taken = taken;
      this.ofReserve = ofReserve;
    }

    /** The size of this part, without what it has of the reserve. */
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
        reserve.release(ofReserve);
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
    return new Grant(taken, 0);
  }

  /**
   * Waits for a while until there is enough and takes that. Who waits in vain gets it of the
   * reserve, as a part that is empty but may grow; for that it waits longer.
   *
   * @return empty if there was nothing in the reserve either
   */
  public Optional<Grant> takeWithin(Duration patience, Duration limit, long wanted)
      throws InterruptedException {
    int taken = Math.min(units, units(wanted));
    if (free.tryAcquire(taken, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.of(new Grant(taken, 0));
    }
    int ofReserve = Math.min(reservedUnits, units(wanted));
    return ofReserve > 0 && reserve.tryAcquire(ofReserve, limit.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new Grant(0, ofReserve))
        : Optional.empty();
  }

  private static int units(long bytes) {
    return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE);
  }
}
