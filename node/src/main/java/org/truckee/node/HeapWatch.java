package org.truckee.node;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
final class HeapWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);

  /** Below this nothing is worth a pause. */
  private static final long LITTLE = 64L << 20;

  /** Room for garbage beside what is alive, so that collections stay rare. */
  private static final long ROOM = 28L << 20;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private final MemoryPoolMXBean pool;
  private final Thread worker;

  private HeapWatch(MemoryPoolMXBean pool) {
    this.pool = pool;
    this.worker = Thread.ofPlatform().daemon().name("heap-watch").unstarted(this::run);
  }

  /** Begins to watch this process, if its collector has an old generation that can be watched. */
  static void start() {
    if (STARTED.compareAndSet(false, true)) {
      find().ifPresent(pool -> new HeapWatch(pool).watch());
    }
  }

  private static Optional<MemoryPoolMXBean> find() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .findFirst();
  }

  private void watch() {
    pool.setUsageThreshold(threshold(0, pool.getUsage().getMax()));
    NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener(
        (notification, _) -> LockSupport.unpark(worker),
        notification ->
            notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
        null);
    worker.start();
  }

  private void run() {
    while (true) {
      while (!pool.isUsageThresholdExceeded()) {
        LockSupport.park(this);
      }
      System.gc();
      long alive = pool.getUsage().getUsed();
      long threshold = threshold(alive, pool.getUsage().getMax());
      pool.setUsageThreshold(threshold);
      LOG.debug("{} bytes alive, next collection at {}", alive, threshold);
    }
  }

  /** At how many bytes the old generation is looked at when so many were alive the last time. */
  static long threshold(long alive, long most) {
    long wanted = Math.max(LITTLE, Math.max(alive + ROOM, alive / 2 * 3));
    return most < 0 ? wanted : Math.min(wanted, most);
  }
}
