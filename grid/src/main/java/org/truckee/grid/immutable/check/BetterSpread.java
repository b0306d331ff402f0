package org.truckee.grid.immutable.check;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.grid.CheckResult;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;
import org.truckee.grid.servers.Inquiry;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.spread.Placement;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.ShareNumber;

/**
 * Whether shares that lie on too few servers could lie on more: before a whole file is read to make
 * some of them again, those who should take them are asked whether they have room.
 */
public final class BetterSpread {
  private final RankedServers servers;
  private final DownloadLimits limits;

  /**
   * Asks the servers of a grid.
   *
   * @param limits of which the times count
   */
  public BetterSpread(RankedServers servers, DownloadLimits limits) {
    this.servers = servers;
    this.limits = limits;
  }

  /**
   * Whether the shares that a check has found can be spread over more servers.
   *
   * @param shares all share numbers of the file
   * @param shareLength bytes of each
   * @param spoiled damaged shares, which cannot be replaced where they are
   */
  boolean isPossible(
      CheckResult found, Collection<ShareNumber> shares, long shareLength, Set<Holding> spoiled)
      throws InterruptedException {
    List<GridServer> candidates =
        servers.connected().stream()
            .filter(GridServer::uploadPermitted)
            .filter(found.responding()::contains)
            .toList();
    Set<GridServer> free = withRoom(servers.inOrder(candidates, found.index()), shareLength);
    Holders holders = new Holders();
    for (Map.Entry<ShareNumber, Set<GridServer>> share : found.shareMap().entrySet()) {
      share.getValue().forEach(server -> holders.add(server, share.getKey()));
    }
    List<GridServer> others =
        found.shareMap().values().stream()
            .flatMap(Set::stream)
            .distinct()
            .filter(server -> !free.contains(server))
            .toList();
    Placement best = Placement.of(List.copyOf(free), others, holders, shares, spoiled, Set.of());
    return best.happiness() > found.happiness();
  }

  private Set<GridServer> withRoom(List<GridServer> candidates, long shareLength)
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
        servers.latencies(),
        server -> Patience.of(late, limits.answerLimit()),
        question -> question.server().storage().version().maximumImmutableShareSize());
  }

  /**
   * How many servers should hold different shares.
   *
   * @param happy what the owner of this grid's files asks of an upload
   * @param servers how many servers hold shares or may take some
   */
  static int goal(int happy, int needed, int total, int servers) {
    return Math.min(Math.max(happy, needed), Math.min(total, servers));
  }
}
