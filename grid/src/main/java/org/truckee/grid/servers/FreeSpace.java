package org.truckee.grid.servers;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;
import org.truckee.grid.transfer.Deadline;

/** Asks servers whether they have room, before anything is read that is to be put there. */
public final class FreeSpace {
  private final ServerLatencies latencies;
  private final DownloadLimits limits;

  /**
   * For the servers of a grid.
   *
   * @param limits the time limits of questions
   */
  public FreeSpace(ServerLatencies latencies, DownloadLimits limits) {
    this.latencies = latencies;
    this.limits = limits;
  }

  /**
   * The servers that say that they take a share; those that are late when half have answered are
   * soon done without.
   *
   * @param shareLength its bytes
   */
  public Set<GridServer> of(List<GridServer> candidates, long shareLength)
      throws InterruptedException {
    Set<GridServer> free = new HashSet<>();
    try (Inquiry<Long> inquiry = inquiry(candidates)) {
      inquiry.askAll();
      Deadline deadline = Deadline.after(limits.answerLimit());
      int answers = 0;
      while (inquiry.hasMore() && !deadline.hasPassed()) {
        if (inquiry.next(deadline).orElse(null) instanceof Reply.Answer(var question, Long room)) {
          answers++;
          if (room >= shareLength) {
            free.add(question.server());
          }
          if (2 * answers >= candidates.size()) {
            deadline = deadline.orEarlier(inquiry.grace(limits.questionPatience()));
          }
        }
      }
    }
    return free;
  }

  private Inquiry<Long> inquiry(List<GridServer> candidates) {
    Duration late = limits.questionPatience();
    return new Inquiry<>(
        "who has room",
        candidates,
        latencies,
        server -> Patience.of(late, limits.answerLimit()),
        question -> question.server().storage().version().maximumImmutableShareSize());
  }
}
