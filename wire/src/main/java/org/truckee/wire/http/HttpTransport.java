package org.truckee.wire.http;

import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The threads, timer and buffers that all HTTP clients and servers of a process share, so that many
 * of them cost little more than one.
 *
 * <p>Requests are served on virtual threads; a few platform threads wait for the network. The
 * buffers that are kept for reuse are bounded.
 */
public final class HttpTransport implements AutoCloseable {
  private static final int MAXIMUM_THREADS = 200;
  private static final int MINIMUM_THREADS = 2;
  private static final int LARGEST_POOLED = 256 << 10;
  private static final int BUFFER_STEP = 4 << 10;
  private static final long POOLED_BYTES = 16L << 20;

  private final QueuedThreadPool threads;
  private final Scheduler timer;
  private final ByteBufferPool buffers;
  private final ClientPool clients;

  /** Starts the threads. */
  public HttpTransport() {
    threads = new QueuedThreadPool(MAXIMUM_THREADS, MINIMUM_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    timer = new ScheduledExecutorScheduler("http-timer", true);
    buffers =
        new ArrayByteBufferPool(0, BUFFER_STEP, LARGEST_POOLED, -1, POOLED_BYTES, POOLED_BYTES);
    start(threads);
    start(timer);
    clients = new ClientPool(this);
  }

  QueuedThreadPool threads() {
    return threads;
  }

  Scheduler timer() {
    return timer;
  }

  ByteBufferPool buffers() {
    return buffers;
  }

  ClientPool clients() {
    return clients;
  }

  /** Stops everything that runs on it. */
  @Override
  public void close() {
    clients.close();
    LifeCycle.stop(timer);
    LifeCycle.stop(threads);
  }

  private static void start(LifeCycle part) {
    LifeCycle.start(part);
  }
}
