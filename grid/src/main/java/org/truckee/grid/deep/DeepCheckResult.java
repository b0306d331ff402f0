package org.truckee.grid.deep;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.ShareLocation;

/**
 * What a check of everything below a directory found ({@code spec/03 §9.3}).
 *
 * @param root where the shares of the directory are; empty for a literal one
 * @param results by the path from the root, in the order of the walk; not of what has no shares
 * @param stats of all that was met
 * @param trouble what could not be read or not be checked
 */
public record DeepCheckResult(
    Optional<StorageIndex> root,
    SequencedMap<List<String>, CheckOutcome> results,
    DeepStats stats,
    List<WalkFailure> trouble) {
  /** Copies the collections. */
  public DeepCheckResult {
    results = Copies.of(results);
    trouble = List.copyOf(trouble);
  }

  /** How many objects were checked. */
  public int checked() {
    return results.size();
  }

  /** How many objects are healthy. */
  public int healthy() {
    return (int) results.values().stream().filter(CheckOutcome::healthy).count();
  }

  /** How many objects are unhealthy. */
  public int unhealthy() {
    return checked() - healthy();
  }

  /** How many objects cannot be read; they are unhealthy, too. */
  public int unrecoverable() {
    return (int) results.values().stream().filter(result -> !result.recoverable()).count();
  }

  /** All damaged shares. */
  public List<ShareLocation> corrupt() {
    return results.values().stream().flatMap(result -> result.corrupt().stream()).toList();
  }

  /** The result of the object with these shares; the last one if there are several. */
  public Optional<CheckOutcome> of(StorageIndex index) {
    return results.sequencedValues().reversed().stream()
        .filter(result -> result.index().equals(index))
        .findFirst();
  }

  /** The result of the object at a path. */
  public Optional<CheckOutcome> at(List<String> path) {
    return Optional.ofNullable(results.get(path));
  }
}
