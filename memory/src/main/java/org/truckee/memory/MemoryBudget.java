package org.truckee.memory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that many may take together. One that finds little left works with less; one that finds
 * nothing waits, for a while, or is refused. A reserve serves those who must not wait for ever for
 * others that hold memory and do nothing with it.
 *
 * <p>A budget may be a part of another: what is taken of it is taken of both. Parts may add up to
 * more than the whole, so that one can use what the others leave.
 */
public final class MemoryBudget {
  private static final int UNIT = 1 << 10;

  private final Optional<MemoryBudget> whole;
  private final int units;
  private final Semaphore free;
  private final int reservedUnits;
  private final Semaphore reserve;
  private final AtomicInteger starving = new AtomicInteger();

  /** A budget of so many bytes, at least 1 KiB, without a reserve. */
  public MemoryBudget(long bytes) {
    this(bytes, 0);
  }

  /** A budget of so many bytes, at least 1 KiB, and a reserve beside it. */
  public MemoryBudget(long bytes, long reserveBytes) {
    this(Optional.empty(), units(bytes), reserveBytes);
  }

  private MemoryBudget(Optional<MemoryBudget> whole, int units, long reserveBytes) {
    this.whole = whole;
    this.units = units;
    free = new Semaphore(units, true);
    reservedUnits = reserveBytes == 0 ? 0 : units(reserveBytes);
    reserve = new Semaphore(reservedUnits, true);
  }

  /** A part of this budget that takes no more of it than so many bytes. */
  public MemoryBudget part(long most) {
    return part(most, 0);
  }

  /** The same with a reserve, which is not taken of this budget. */
  public MemoryBudget part(long most, long reserveBytes) {
    return new MemoryBudget(Optional.of(this), Math.min(units, units(most)), reserveBytes);
  }

  /** What may be taken in all, without the reserve. */
  public long bytes() {
    return (long) units * UNIT;
  }

  /** What nobody has taken at the moment, without the reserve. */
  public long free() {
    return (long) available() * UNIT;
  }

  /**
   * How many wait in {@link #takeWithin}, here and in parts of this budget: for others that hold
   * memory and perhaps do nothing with it.
   */
  public int starving() {
    return starving.get();
  }

  /** Some of the budget, until it is closed. */
  public final class Grant implements AutoCloseable {
    private int taken;
    private final int ofReserve;
    private boolean closed;

    private Grant(int taken, int ofReserve) {
      this.taken = taken;
      this.ofReserve = ofReserve;
    }

    /** Its size, without what it has of the reserve. */
    public synchronized long bytes() {
      return (long) taken * UNIT;
    }

    /**
     * Makes it larger, unless that would take more than half of what is free. Never waits.
     *
     * @param wanted bytes that it should have
     * @return whether it has so many now
     */
    public synchronized boolean growTo(long wanted) {
      int more = units(wanted) - taken;
      if (more <= 0) {
        return true;
      }
      if (closed || more > available() / 2 || !tryAcquire(more)) {
        return false;
      }
      taken += more;
      return true;
    }

    /** Gives back what is not needed any more. */
    public synchronized void shrinkTo(long needed) {
      int less = taken - (needed <= 0 ? 0 : units(needed));
      if (less > 0 && !closed) {
        taken -= less;
        release(less);
      }
    }

    /** Gives it back; a second time has no effect. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release(taken);
        reserve.release(ofReserve);
      }
    }
  }

  /** Nothing yet; it may grow. */
  public Grant empty() {
    return new Grant(0, 0);
  }

  /** So many bytes if they are free, at once; empty if they are not. */
  public Optional<Grant> tryTake(long bytes) {
    int wanted = units(bytes);
    return tryAcquire(wanted) ? Optional.of(new Grant(wanted, 0)) : Optional.empty();
  }

  /**
   * Waits until there is enough and takes it. Of what is free beyond that, at most half is taken,
   * so that the next one finds something.
   *
   * @param least bytes without which nothing can be done; if that is more than the whole budget,
   *     the whole budget has to do
   * @param most bytes that are of use
   * @param limit how long to wait
   * @return empty if there was not enough within the limit
   */
  public Optional<Grant> take(long least, long most, Duration limit) throws InterruptedException {
    int taken = Math.min(units, units(least));
    if (!acquire(taken, System.nanoTime() + limit.toNanos())) {
      return Optional.empty();
    }
    int more = Math.min(units(most) - taken, available() / 2);
    if (more > 0 && tryAcquire(more)) {
      taken += more;
    }
    return Optional.of(new Grant(taken, 0));
  }

  /**
   * Waits for a while until there is enough and takes that. Who waits in vain gets it of the
   * reserve, as a grant that is empty but may grow; for that it waits longer.
   *
   * @return empty if there was nothing in the reserve either
   */
  public Optional<Grant> takeWithin(Duration patience, Duration limit, long wanted)
      throws InterruptedException {
    int taken = Math.min(units, units(wanted));
    if (acquire(taken, System.nanoTime())) {
      return Optional.of(new Grant(taken, 0));
    }
    starve(1);
    try {
      return acquire(taken, System.nanoTime() + patience.toNanos())
          ? Optional.of(new Grant(taken, 0))
          : takeOfReserve(limit, wanted);
    } finally {
      starve(-1);
    }
  }

  private void starve(int more) {
    starving.addAndGet(more);
    whole.ifPresent(budget -> budget.starve(more));
  }

  private Optional<Grant> takeOfReserve(Duration limit, long wanted) throws InterruptedException {
    int ofReserve = Math.min(reservedUnits, units(wanted));
    return ofReserve > 0 && reserve.tryAcquire(ofReserve, limit.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new Grant(0, ofReserve))
        : Optional.empty();
  }

  private boolean tryAcquire(int wanted) {
    if (!free.tryAcquire(wanted)) {
      return false;
    }
    if (whole.isPresent() && !whole.get().tryAcquire(wanted)) {
      free.release(wanted);
      return false;
    }
    return true;
  }

  private boolean acquire(int wanted, long deadline) throws InterruptedException {
    if (!free.tryAcquire(wanted, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    boolean acquired = false;
    try {
      acquired = whole.isEmpty() || whole.get().acquire(wanted, deadline);
    } finally {
      if (!acquired) {
        free.release(wanted);
      }
    }
    return acquired;
  }

  private void release(int given) {
    free.release(given);
    whole.ifPresent(budget -> budget.release(given));
  }

  private int available() {
    int here = free.availablePermits();
    return whole.isEmpty() ? here : Math.min(here, whole.get().available());
  }

  private static int units(long bytes) {
    return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE);
  }
}
