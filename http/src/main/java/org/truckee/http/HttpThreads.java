package org.truckee.http;

import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The threads, timer and buffers that many HTTP servers and clients of a process share, so that
 * many of them cost little more than one.
 *
 * <p>Requests are served on virtual threads; a few platform threads wait for the network. The
 * buffers that are kept for reuse are bounded.
 */
public final class HttpThreads implements AutoCloseable {
  /**
   * One thread of each server waits for the network, and a process may have hundreds of servers.
   */
  private static final int MAXIMUM_THREADS = 512;

  private static final int MINIMUM_THREADS = 2;
  private static final int LARGEST_POOLED = 256 << 10;
  private static final int BUFFER_STEP = 4 << 10;
  private static final long MOST_POOLED = 16L << 20;
  private static final int POOLED_SHARE = 16;

  private final QueuedThreadPool threads;
  private final Scheduler timer;
  private final ByteBufferPool buffers;

  /** Starts the threads; {@code name} is what theirs begin with. */
  public HttpThreads(String name) {
    threads = new QueuedThreadPool(MAXIMUM_THREADS, MINIMUM_THREADS);
    threads.setName(name);
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory()));
    timer = new ScheduledExecutorScheduler(name + "-timer", true);
    long pooled = Math.min(MOST_POOLED, Runtime.getRuntime().maxMemory() / POOLED_SHARE);
    buffers = new ArrayByteBufferPool(0, BUFFER_STEP, LARGEST_POOLED, -1, pooled, pooled);
    LifeCycle.start(threads);
    LifeCycle.start(timer);
  }

  /** Where handlers and selectors run. */
  public QueuedThreadPool threads() {
    return threads;
  }

  /** What wakes up those who wait. */
  public Scheduler timer() {
    return timer;
  }

  /** Buffers to be given back. */
  public ByteBufferPool buffers() {
    return buffers;
  }

  /** Stops everything that runs on them. */
  @Override
  public void close() {
    LifeCycle.stop(timer);
    LifeCycle.stop(threads);
  }
}
