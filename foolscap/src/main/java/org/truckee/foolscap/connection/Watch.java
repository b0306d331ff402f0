package org.truckee.foolscap.connection;

import java.time.Duration;
import java.util.Optional;

/**
 * Watches over the silence of a connection ({@code spec/06 §14}): asks a peer that has not been
 * heard of for a sign of life, and gives it up in the end.
 */
final class Watch {
  private static final Duration SLACK = Duration.ofMillis(100);
  private static final Duration STALL_CHECK = Duration.ofSeconds(10);

  /** What is watched, and what is done about it. */
  interface Watched {
    /** For how many nanoseconds nothing has come from the peer, for which we are not to blame. */
    long silentNanos();

    /** For how many nanoseconds the peer has refused to take what is sent. */
    long stalledNanos();

    /** Sends a PING. */
    void ping();

    /** Ends the connection. */
    void giveUp(String reason);
  }

  private final Watched watched;
  private final ConnectionOptions options;

  Watch(Watched watched, ConnectionOptions options) {
    this.watched = watched;
    this.options = options;
  }

  /** Watches until it is interrupted; the work of one thread. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    Timer keepalive = new Timer(options.keepalive(), start);
    Timer disconnect = new Timer(options.disconnect(), start);
    Timer stall = new Timer(Optional.of(shorter(options.stall(), STALL_CHECK)), start);
    while (true) {
      long now = System.nanoTime();
      long wait = Math.min(keepalive.left(now), Math.min(disconnect.left(now), stall.left(now)));
      Thread.sleep(Duration.ofNanos(Math.max(wait, 0)));
      now = System.nanoTime();
      if (disconnect.fires(now) && watched.silentNanos() > disconnect.periodNanos()) {
        watched.giveUp("banana timeout: connection dropped");
      } else if (keepalive.fires(now) && watched.silentNanos() > keepalive.periodNanos()) {
        watched.ping();
      }
      if (stall.fires(now) && watched.stalledNanos() > options.stall().toNanos()) {
        watched.giveUp("the peer does not read what is sent to it");
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Fires again and again, a little after its period has passed. */
  private static final class Timer {
    private final Optional<Duration> period;
    private long next;

    Timer(Optional<Duration> period, long now) {
      this.period = period;
      this.next = now + interval();
    }

    private long interval() {
      return period.map(each -> each.plus(SLACK).toNanos()).orElse(0L);
    }

    long periodNanos() {
      return period.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    long left(long now) {
      return period.isEmpty() ? Long.MAX_VALUE : next - now;
    }

    boolean fires(long now) {
      if (period.isEmpty() || next - now > 0) {
        return false;
      }
      next = now + interval();
      return true;
    }
  }
}
