package org.truckee.grid;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/**
 * What a check found of a file ({@code spec/01 §9.2}).
 *
 * @param index where the shares are
 * @param needed k: how many good shares give the file back
 * @param expected N: how many different shares there should be
 * @param happiness how many servers hold different good shares, in the best matching
 * @param spreadGoal how many servers should hold different shares: as many as the grid's uploads
 *     ask for, as far as there are servers
 * @param shareMap the servers of every good share
 * @param corrupt shares that are damaged
 * @param incompatible shares of a version that this program does not know
 * @param lost shares that could not be read to the end, which says nothing about them
 * @param responding the servers that said which shares they have
 * @param silent those that did not, and why
 * @param summary one line for people
 */
public record CheckResult(
    StorageIndex index,
    int needed,
    int expected,
    int happiness,
    int spreadGoal,
    SortedMap<ShareNumber, Set<GridServer>> shareMap,
    List<ShareLocation> corrupt,
    List<ShareLocation> incompatible,
    List<ShareLocation> lost,
    Set<GridServer> responding,
    Map<GridServer, String> silent,
    String summary)
    implements CheckOutcome {
  /** Copies the collections. */
  public CheckResult {
    shareMap = Collections.unmodifiableSortedMap(new TreeMap<>(shareMap));
    corrupt = List.copyOf(corrupt);
    incompatible = List.copyOf(incompatible);
    lost = List.copyOf(lost);
    responding = Set.copyOf(responding);
    silent = Map.copyOf(silent);
  }

  /** Whether there is a good one of every share. */
  @Override
  public boolean healthy() {
    return good() == expected;
  }

  /** Whether the good shares give the file back. */
  @Override
  public boolean recoverable() {
    return good() >= needed;
  }

  /** How many different good shares there are. */
  @Override
  public int good() {
    return shareMap.size();
  }

  /** How many servers have a good share. */
  @Override
  public int goodHosts() {
    return shareMap.values().stream().flatMap(Set::stream).collect(Collectors.toSet()).size();
  }

  /**
   * The summary of a check: {@code Healthy}, or what is missing.
   *
   * @param doubts as {@link CheckOutcome#doubts}
   */
  public static String summary(int good, int needed, int expected, String doubts) {
    return good == expected
        ? "Healthy"
        : "Not Healthy: %d shares (enc %d-of-%d)%s".formatted(good, needed, expected, doubts);
  }
}
