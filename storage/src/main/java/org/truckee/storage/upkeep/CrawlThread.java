package org.truckee.storage.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one crawler work and rest until it is stopped. */
final class CrawlThread {
  private static final Logger LOG = LoggerFactory.getLogger(CrawlThread.class);

  /** After a failure that nobody has foreseen. */
  private static final Duration LONG_REST = Duration.ofHours(1);

  private final Crawl crawl;
  private final Pace pace;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  CrawlThread(String name, Crawl crawl, Pace pace, Clock clock) {
    this.crawl = crawl;
    this.pace = pace;
    this.clock = clock;
    // It reads files, which would hold the carrier of a virtual thread.
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    crawl.restsUntil(clock.instant().plus(pace.delay()));
    thread.start();
  }

  private void run() {
    try {
      Duration rest = pace.delay();
      while (!stopped.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
        rest = work();
      }
    } catch (InterruptedException e) {
      LOG.debug("the server stops");
    }
    crawl.save();
  }

  private Duration work() throws InterruptedException {
    try {
      return crawl.slice();
    } catch (RuntimeException e) {
      LOG.error("{} does not get on, and tries again in an hour", thread.getName(), e);
      return LONG_REST;
    }
  }

  /** It ends after the slice that it is in. */
  void stop() {
    stopped.countDown();
  }

  /** Waits for the thread to end, and interrupts what keeps it. It is a daemon in any case. */
  void await(Duration limit) {
    try {
      if (!thread.join(limit.dividedBy(2))) {
        thread.interrupt();
        if (!thread.join(limit.dividedBy(2))) {
          LOG.warn("{} does not end: is the disk stuck?", thread.getName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
