package org.truckee.grid.immutable.upload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Question;

/**
 * Decides how much of the time that a server takes for its share counts as silence: only that in
 * which most other senders have nothing to do, in one write or in several, until the server has
 * caught up. Nobody is blamed when most servers are slow, or the source is. Used by one thread.
 */
final class StallWatch {
  /** So many times in a stall limit it is looked who holds up whom. */
  private static final int LOOKS_PER_LIMIT = 4;

  private final Duration interval;
  private final Duration limit;
  private final Map<GrantedShare, ShareSender> senders;
  private final BooleanSupplier nothingToSend;

  /**
   * A watch over all senders of an upload.
   *
   * @param stallLimit how long the others wait in all for one that stalls
   * @param nothingToSend whether a sender that is not writing could not write anything
   */
  StallWatch(
      Duration stallLimit, Map<GrantedShare, ShareSender> senders, BooleanSupplier nothingToSend) {
    this.interval = stallLimit.dividedBy(LOOKS_PER_LIMIT);
    // A write is seen to last at its second look at the latest, and counts from then on.
    this.limit = stallLimit.minus(interval.multipliedBy(2));
    this.senders = senders;
    this.nothingToSend = nothingToSend;
  }

  /** The time between two looks; writes that take less do not count. */
  Duration interval() {
    return interval;
  }

  /** With each sender: it is late when it stalls. Its own time limits end it. */
  Patience patience() {
    return Patience.withoutEnd(limit);
  }

  /** Looks who is writing, and whether others wait for it. */
  void look(List<Question<GrantedShare>> open) {
    long now = System.nanoTime();
    boolean othersWait = othersWait(open, now);
    for (Question<GrantedShare> question : open) {
      long writing = sendingFor(question, now);
      if (writing == 0) {
        question.suspend();
      } else if (othersWait && writing >= interval.toNanos()) {
        question.resume();
      } else {
        question.pause();
      }
    }
  }

  private boolean othersWait(List<Question<GrantedShare>> open, long now) {
    long busy = open.stream().filter(question -> sendingFor(question, now) > 0).count();
    return nothingToSend.getAsBoolean() && 2 * busy <= senders.size();
  }

  private long sendingFor(Question<GrantedShare> question, long now) {
    return senders.get(question.subject()).sendingFor(now);
  }

  /** Whether the others have waited too long for a server. */
  boolean stalls(Question<GrantedShare> question) {
    return question.silence().compareTo(limit) >= 0;
  }
}
