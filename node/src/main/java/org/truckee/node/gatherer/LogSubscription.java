package org.truckee.node.gatherer;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.FoolscapException;

/**
 * Tells one observer of lines, one after the other, until it has gone or wants no more. One that is
 * slow misses the newest ({@code spec/06 §13}).
 */
final class LogSubscription implements RemoteLogs.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(LogSubscription.class);

  /** Lines that wait for an observer. */
  static final int MOST_WAITING = 2000;

  private final RemoteLogs.Observer observer;
  private final String incarnation;
  private final BlockingQueue<LogLine> waiting;
  private final Runnable ended;
  private final Thread teller;

  /**
   * Begins to tell.
   *
   * @param first lines that come before those that are added
   * @param ended runs, perhaps more than once, when it has ended
   */
  LogSubscription(
      RemoteLogs.Observer observer, String incarnation, List<LogLine> first, Runnable ended) {
    this.observer = observer;
    this.incarnation = incarnation;
    this.waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    this.ended = ended;
    waiting.addAll(first);
    this.teller = Thread.ofVirtual().name("log-gatherer").start(this::tell);
  }

  void add(LogLine line) {
    boolean _ = waiting.offer(line);
  }

  private void tell() {
    try {
      while (true) {
        observer.msg(waiting.take().event(incarnation));
      }
    } catch (FoolscapException e) {
      LOG.debug("the log is not told any more: {}", e.getMessage());
    } catch (InterruptedException _) {
      // No more is wanted.
    } finally {
      ended.run();
    }
  }

  @Override
  public void unsubscribe() {
    ended.run();
    teller.interrupt();
  }
}
