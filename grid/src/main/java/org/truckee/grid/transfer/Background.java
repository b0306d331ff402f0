package org.truckee.grid.transfer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Questions and notices to servers whose answers nobody waits for any more. Each ends by the
 * server's own time limit, and all of them when the grid is closed.
 */
public final class Background implements AutoCloseable {
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Starts something on a virtual thread of its own. */
  public Thread start(String name, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
    return thread;
  }

  /** Interrupts all that runs. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Thread::interrupt);
  }
}
