package org.truckee.grid.spread;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.truckee.storage.ShareNumber;

/** How well shares are spread, and what is said if that is not well enough. */
public final class Happiness {
  private Happiness() {}

  /**
   * The servers of happiness ({@code spec/01 §7.7}): the size of a maximum matching of servers and
   * shares.
   *
   * @param shareSets for each server the shares that it holds
   */
  public static int of(Collection<? extends Collection<ShareNumber>> shareSets) {
    int shares = 0;
    BitSet[] edges = new BitSet[shareSets.size()];
    int server = 0;
    for (Collection<ShareNumber> held : shareSets) {
      edges[server] = new BitSet();
      for (ShareNumber share : held) {
        edges[server].set(share.value());
        shares = Math.max(shares, share.value() + 1);
      }
      server++;
    }
    Matching matching = new Matching(edges.length, shares);
    matching.grow(0, edges.length, edges);
    return matching.size();
  }

  /**
   * How many servers should hold different shares of something that is there.
   *
   * @param happy how many servers an upload of this grid has to reach
   * @param servers how many servers hold shares or may take some
   */
  public static int goal(int happy, int needed, int total, int servers) {
    return Math.min(Math.max(happy, needed), Math.min(total, servers));
  }

  /**
   * Why a spread is not good enough ({@code spec/01 §7.8}).
   *
   * @param servers how many servers hold shares
   * @param effective the servers of happiness that were reached
   */
  public static String shortfall(int servers, int needed, int happy, int effective) {
    if (servers < needed) {
      return String.join(
          " ",
          "shares could be placed or found on only %d server(s).".formatted(servers),
          "We were asked to place shares on at least %d server(s)".formatted(happy),
          "such that any %d of them have enough shares to recover the file.".formatted(needed));
    }
    if (effective < needed) {
      return String.join(
          " ",
          "shares could be placed or found on %d server(s),".formatted(servers),
          "but they are not spread out evenly enough to ensure that",
          "any %d of these servers would have enough shares to recover the file.".formatted(needed),
          goal(needed, happy));
    }
    return String.join(
        " ",
        "shares could be placed on only %d server(s)".formatted(effective),
        "such that any %d of them have enough shares to recover the file,".formatted(needed),
        "but we were asked to place shares on at least %d such servers.".formatted(happy));
  }

  private static String goal(int needed, int happy) {
    return String.join(
        " ",
        "We were asked to place shares on at least %d servers".formatted(happy),
        "such that any %d of them have enough shares to recover the file.".formatted(needed));
  }

  /** What was tried to reach the goal, for the message of a failed selection. */
  public record Tried(int placed, int total, int homeless, Queries queries) {
    public String text(int needed, int happy) {
      String shares =
          homeless == 0
              ? "placed all %d shares, ".formatted(total)
              : "placed %d shares out of %d total (%d homeless), "
                  .formatted(placed, total, homeless);
      String goal =
          "want to place shares on at least %d servers such that any %d of them"
              .formatted(happy, needed);
      return shares
          + String.join(
              " ", List.of(goal, "have enough shares to recover the file,", queries.text()));
    }
  }

  /** How the requests for space fared. */
  public record Queries(int good, int full, int failed) {
    String text() {
      int bad = full + failed;
      int sent = good + bad;
      return String.join(
          " ",
          "sent %d queries to %d servers,".formatted(sent, sent),
          "%d queries placed some shares, %d placed none".formatted(good, bad),
          "(of which %d placed none due to the server being full".formatted(full),
          "and %d placed none due to an error)".formatted(failed));
    }
  }
}
