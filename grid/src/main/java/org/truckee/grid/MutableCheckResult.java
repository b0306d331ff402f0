package org.truckee.grid;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;

/**
 * What a check found of a mutable file ({@code spec/02 §14.3}).
 *
 * @param index where the shares are
 * @param healthy whether there is exactly one version, with all of its shares
 * @param recoverable whether there is a version that can be read
 * @param needed k of the best version; of one that is not recoverable if none is
 * @param expected N of that version
 * @param good how many different shares of it there are
 * @param goodHosts how many servers hold a share of it
 * @param wrongShares how many shares are of other versions
 * @param recoverableVersions how many versions can be read
 * @param unrecoverableVersions how many cannot
 * @param happiness how many servers hold different shares, in the best matching, all versions
 *     together
 * @param spreadGoal how many servers should hold different shares: as many as the grid's uploads
 *     ask for, as far as there are servers
 * @param shareMap the servers of every share, by names such as {@code seq2-xwip-sh0}
 * @param corrupt shares that are damaged
 * @param lost shares that a verification could not read to the end: they do not count as good
 * @param responding the servers that answered
 * @param silent those that did not, and why
 * @param summary one line for people
 * @param report some lines for people
 */
public record MutableCheckResult(
    StorageIndex index,
    boolean healthy,
    boolean recoverable,
    int needed,
    int expected,
    int good,
    int goodHosts,
    int wrongShares,
    int recoverableVersions,
    int unrecoverableVersions,
    int happiness,
    int spreadGoal,
    SortedMap<String, Set<GridServer>> shareMap,
    List<ShareLocation> corrupt,
    List<ShareLocation> lost,
    Set<GridServer> responding,
    Map<GridServer, String> silent,
    String summary,
    List<String> report)
    implements CheckOutcome {
  /** Copies the collections. */
  public MutableCheckResult {
    shareMap = Collections.unmodifiableSortedMap(new TreeMap<>(shareMap));
    corrupt = List.copyOf(corrupt);
    lost = List.copyOf(lost);
    responding = Set.copyOf(responding);
    silent = Map.copyOf(silent);
    report = List.copyOf(report);
  }

  /** Whether something is missing, damaged, or of another version. */
  public boolean needsRepair() {
    return !healthy || !corrupt.isEmpty();
  }
}
