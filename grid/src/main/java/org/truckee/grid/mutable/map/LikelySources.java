package org.truckee.grid.mutable.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.storage.ShareNumber;

/**
 * Whom to ask for blocks already with the first question: as many different shares as give a file
 * back, on as many servers as may be. Pure.
 *
 * @param chosen the servers, each with the shares that are to be asked for; with none if it is not
 *     known what the server has
 * @param crowded those that had other shares as well
 */
record LikelySources(Map<GridServer, SortedSet<Integer>> chosen, Set<GridServer> crowded) {
  /**
   * Chooses.
   *
   * @param order the servers in their order for the file
   * @param places which shares servers had when the file was last seen
   * @param needed k
   * @param late whether a server had better not be relied on
   */
  static LikelySources of(
      List<GridServer> order,
      Map<ServerId, ? extends Set<Integer>> places,
      int needed,
      Predicate<GridServer> late) {
    List<GridServer> holders =
        order.stream()
            .filter(server -> places.containsKey(server.id()))
            .filter(late.negate())
            .toList();
    if (holders.isEmpty()) {
      Map<GridServer, SortedSet<Integer>> first = new LinkedHashMap<>();
      order.stream().limit(needed).forEach(server -> first.put(server, new TreeSet<>()));
      return new LikelySources(first, Set.of());
    }
    Map<GridServer, SortedSet<Integer>> chosen = choose(holders, places, needed);
    Set<GridServer> crowded =
        chosen.entrySet().stream()
            .filter(each -> each.getValue().size() < places.get(each.getKey().id()).size())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return new LikelySources(chosen, crowded);
  }

  /** One share of each server, then a second one of each, until there are enough. */
  private static Map<GridServer, SortedSet<Integer>> choose(
      List<GridServer> holders, Map<ServerId, ? extends Set<Integer>> places, int needed) {
    Map<GridServer, SortedSet<Integer>> chosen = new LinkedHashMap<>();
    SortedSet<Integer> numbers = new TreeSet<>();
    boolean found = true;
    while (found) {
      found = false;
      for (GridServer server : holders) {
        Optional<Integer> next =
            places.get(server.id()).stream()
                .filter(number -> !numbers.contains(number))
                .min(Integer::compare);
        if (numbers.size() < needed && next.isPresent()) {
          found = true;
          numbers.add(next.get());
          chosen.computeIfAbsent(server, _ -> new TreeSet<>()).add(next.get());
        }
      }
    }
    return chosen;
  }

  /** Whether blocks are to come along from a server. */
  boolean isNear(GridServer server) {
    return chosen.containsKey(server);
  }

  /** The shares to ask for by their numbers, since their server has others that are not needed. */
  Set<ShareNumber> picked(GridServer server) {
    return crowded.contains(server)
        ? chosen.get(server).stream().map(ShareNumber::new).collect(Collectors.toSet())
        : Set.of();
  }
}
