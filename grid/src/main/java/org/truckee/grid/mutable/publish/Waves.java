package org.truckee.grid.mutable.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;

/**
 * In what order the shares of a version are written, so that the file is recoverable at any moment.
 * Pure.
 *
 * @param first what is written at once
 * @param shadows those of them that are deleted in the end: they only bridge the time until the
 *     rest is written
 * @param rest what is written when k shares of the new version are acknowledged
 */
record Waves(SortedSet<Place> first, SortedSet<Place> shadows, SortedSet<Place> rest) {
  /**
   * Plans the writes.
   *
   * <p>If d different shares of the version are there that is to be replaced, of which k give it
   * back, then a part of the writes that has fewer than k' different new shares leaves at least d −
   * (k' − 1) of the old ones. If these are k, everything can be sent at once.
   *
   * @param goal the places of the new shares
   * @param map what there is
   * @param needed k of the new version
   * @param servers that may take shares, in their order for the file
   */
  static Waves plan(SortedSet<Place> goal, ServerMap map, int needed, List<GridServer> servers) {
    Optional<Version> old = map.best();
    return old.isEmpty() || isSafeAtOnce(map, old.get(), needed)
        ? new Waves(goal, new TreeSet<>(), new TreeSet<>())
        : keeping(goal, map, needed, servers);
  }

  /**
   * Writes shares little by little, so that each is of no version for a while: k of the old version
   * are left alone in any case.
   */
  static Waves keeping(SortedSet<Place> goal, ServerMap map, int needed, List<GridServer> servers) {
    Optional<Version> old = map.best();
    if (old.isEmpty()) {
      return new Waves(goal, new TreeSet<>(), new TreeSet<>());
    }
    SortedSet<Place> kept = kept(map, old.get());
    SortedSet<Place> first = new TreeSet<>(goal);
    first.removeAll(kept);
    SortedSet<Place> rest = new TreeSet<>(goal);
    rest.retainAll(kept);
    SortedSet<Place> shadows = shadows(first, rest, map, needed, servers);
    first.addAll(shadows);
    return ShareGoal.numbers(first).size() < needed
        ? new Waves(goal, new TreeSet<>(), new TreeSet<>())
        : new Waves(first, shadows, rest);
  }

  private static boolean isSafeAtOnce(ServerMap map, Version old, int needed) {
    return map.distinct(old) - (needed - 1) >= old.geometry().needed();
  }

  /** Shares of the old version that are left alone at first: k of them, all copies. */
  private static SortedSet<Place> kept(ServerMap map, Version old) {
    Set<Integer> numbers =
        map.of(old).stream()
            .map(share -> share.place().number())
            .distinct()
            .sorted()
            .limit(old.geometry().needed())
            .collect(Collectors.toSet());
    SortedSet<Place> kept = new TreeSet<>();
    for (KnownShare share : map.of(old)) {
      if (numbers.contains(share.place().number())) {
        kept.add(share.place());
      }
    }
    return kept;
  }

  /** Additional places, so that k different shares are written before the rest. */
  private static SortedSet<Place> shadows(
      Collection<Place> first,
      Collection<Place> rest,
      ServerMap map,
      int needed,
      List<GridServer> servers) {
    Set<Integer> numbers = new HashSet<>(ShareGoal.numbers(first));
    List<Place> taken = new ArrayList<>(first);
    taken.addAll(rest);
    taken.addAll(map.shares().keySet());
    taken.addAll(map.bad().keySet());
    SortedSet<Place> shadows = new TreeSet<>();
    for (int number : ShareGoal.numbers(rest)) {
      if (numbers.size() < needed && !numbers.contains(number)) {
        Optional<Place> spare = ShareGoal.spare(number, taken, servers);
        spare.ifPresent(
            place -> {
              shadows.add(place);
              taken.add(place);
              numbers.add(number);
            });
      }
    }
    return shadows;
  }
}
