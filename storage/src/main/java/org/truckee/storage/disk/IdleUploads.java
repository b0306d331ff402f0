package org.truckee.storage.disk;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends uploads that were idle for too long, on a thread of its own. */
final class IdleUploads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IdleUploads.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

  private final Uploads uploads;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("idle-uploads").unstarted(this::watch);

  IdleUploads(Uploads uploads) {
    this.uploads = uploads;
  }

  /** Begins. */
  void start() {
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        Duration wait = uploads.untilNextIdle(LONGEST_WAIT);
        Thread.sleep(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
        uploads.endIdle();
      }
    } catch (InterruptedException e) {
      log.debug("the server stops");
    }
  }

  /** Ends no more uploads. Waits for nothing. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
