package org.truckee.node;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.management.NotificationEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node small. The serial collector lets promoted garbage pile up to the limit of the heap
 * before it looks at the old generation; this has it look when there is much more than was alive
 * the last time. A request that needs a large heap for a while still gets it.
 */
public final class HeapWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  /** Below this nothing is worth a pause. */
  private static final long LITTLE = 44L << 20;

  /** Room for garbage beside what is alive, so that collections stay rare. */
  private static final long ROOM = 20L << 20;

  /** A notification comes at once; this is for what the collector does of its own accord. */
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final OldGeneration heap;

  /** What is watched. Sizes are in bytes. */
  interface OldGeneration {
    long used();

    /** How much was in use after it was last collected, by whomever. */
    long alive();

    /** How large it can become; negative if that is not known. */
    long most();

    void collect();

    /** Asks for a sign when this much is in use. */
    void notifyAt(long used);
  }

  HeapWatch(OldGeneration heap) {
    this.heap = heap;
  }

  /** Watches this process from now on, if its collector has an old generation that can be. */
  public static void start() {
    if (STARTED.compareAndSet(false, true)) {
      find().ifPresent(HeapWatch::watch);
    }
  }

  private static Optional<MemoryPoolMXBean> find() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .findFirst();
  }

  private static void watch(MemoryPoolMXBean pool) {
    HeapWatch watch = new HeapWatch(new Tenured(pool));
    Thread thread = Thread.ofPlatform().daemon().name("heap-watch").unstarted(watch::run);
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener((_, _) -> LockSupport.unpark(thread), null, null);
    thread.start();
  }

  private void run() {
    while (true) {
      look();
      LockSupport.parkNanos(this, PERIOD.toNanos());
    }
  }

  /** Collects if there is reason to, and says when to look again. */
  void look() {
    long limit = limit(heap.alive(), heap.most());
    long used = heap.used();
    if (used >= limit) {
      heap.collect();
      LOG.debug("of {} bytes {} were alive", used, heap.alive());
      limit = limit(heap.alive(), heap.most());
    }
    heap.notifyAt(limit);
  }

  private static long limit(long alive, long most) {
    long wanted = Math.max(LITTLE, Math.max(alive + ROOM, alive / 2 * 3));
    return most < 0 ? wanted : Math.min(wanted, most);
  }

  private record Tenured(MemoryPoolMXBean pool) implements OldGeneration {
    @Override
    public long used() {
      return pool.getUsage().getUsed();
    }

    @Override
    public long alive() {
      return pool.getCollectionUsage().getUsed();
    }

    @Override
    public long most() {
      return pool.getUsage().getMax();
    }

    @Override
    public void collect() {
      System.gc();
    }

    @Override
    public void notifyAt(long used) {
      pool.setUsageThreshold(used);
    }
  }
}
