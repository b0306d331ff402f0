package org.truckee.node;

import com.sun.management.HotSpotDiagnosticMXBean;
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
 * the last time. A request that needs a large heap for a while still gets it. And when the node has
 * come to rest, what it needed for its work is given back to the system.
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

  /** A node that allocates less between two looks does nothing. */
  private static final long QUIET = 1 << 20;

  /** After so many quiet looks in a row it rests. */
  private static final int LOOKS_AT_REST = 4;

  /** What is worth a collection that nobody is waiting for. */
  private static final long WORTH_GIVING_BACK = 6L << 20;

  private final Heap heap;

  /** Nothing is known of what was before the first look. */
  private long lastFresh = Long.MAX_VALUE;

  private int quietLooks;

  /** What was held when the node had come to rest the last time. */
  private long heldAtRest;

  /** What is watched. Sizes are in bytes. */
  interface Heap {
    /** What is in use of the old generation. */
    long used();

    /** How much was in use after it was last collected, by whomever. */
    long alive();

    /** How large it can become; negative if that is not known. */
    long most();

    void collect();

    /** How much has been allocated since the young generation was collected. */
    long fresh();

    /** How much memory of the system the heap holds. */
    long held();

    /** Collects and gives back what can be. */
    void giveBack();

    /** Asks for a sign when this much is in use. */
    void notifyAt(long used);
  }

  HeapWatch(Heap heap) {
    this.heap = heap;
  }

  /** Watches this process from now on, if its collector has an old generation that can be. */
  public static void start() {
    if (STARTED.compareAndSet(false, true)) {
      find("Tenured Gen")
          .filter(MemoryPoolMXBean::isUsageThresholdSupported)
          .ifPresent(old -> find("Eden Space").ifPresent(young -> watch(old, young)));
    }
  }

  private static Optional<MemoryPoolMXBean> find(String name) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().equals(name))
        .findFirst();
  }

  private static void watch(MemoryPoolMXBean old, MemoryPoolMXBean young) {
    HeapWatch watch = new HeapWatch(new SerialHeap(old, young));
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
    } else if (rests() && heap.held() - heldAtRest >= WORTH_GIVING_BACK) {
      heap.giveBack();
      heldAtRest = heap.held();
      LOG.debug("at rest: {} bytes are held, {} were alive", heldAtRest, heap.alive());
      limit = limit(heap.alive(), heap.most());
    }
    heap.notifyAt(limit);
  }

  private boolean rests() {
    long fresh = heap.fresh();
    boolean quiet = fresh >= lastFresh && fresh - lastFresh < QUIET;
    lastFresh = fresh;
    quietLooks = quiet ? quietLooks + 1 : 0;
    return quietLooks >= LOOKS_AT_REST;
  }

  private static long limit(long alive, long most) {
    long wanted = Math.max(LITTLE, Math.max(alive + ROOM, alive / 2 * 3));
    return most < 0 ? wanted : Math.min(wanted, most);
  }

  private record SerialHeap(MemoryPoolMXBean old, MemoryPoolMXBean young) implements Heap {
    /**
     * How much of the heap may be free after a collection, in percent; what is more is returned.
     */
    private static final String MOST_FREE = "MaxHeapFreeRatio";

    /** As much as the JVM wants to have free at least. */
    private static final String MOST_FREE_AT_REST = "10";

    @Override
    public long used() {
      return old.getUsage().getUsed();
    }

    @Override
    public long alive() {
      return old.getCollectionUsage().getUsed();
    }

    @Override
    public long most() {
      return old.getUsage().getMax();
    }

    @Override
    public void collect() {
      System.gc();
    }

    @Override
    public long fresh() {
      return young.getUsage().getUsed();
    }

    @Override
    public long held() {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }

    /** The young generation goes by the size of the old one. */
    @Override
    public void giveBack() {
      HotSpotDiagnosticMXBean options =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      String usual = options.getVMOption(MOST_FREE).getValue();
      try {
        options.setVMOption(MOST_FREE, MOST_FREE_AT_REST);
      } catch (IllegalArgumentException e) {
        LOG.debug("the JVM wants more of its heap free", e);
      }
      System.gc();
      options.setVMOption(MOST_FREE, usual);
    }

    @Override
    public void notifyAt(long used) {
      old.setUsageThreshold(used);
    }
  }
}
