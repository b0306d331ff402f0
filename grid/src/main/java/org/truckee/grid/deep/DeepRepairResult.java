package org.truckee.grid.deep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.ShareLocation;

/**
 * What a check of everything below a directory found, and what the repairs made of it ({@code
 * spec/03 §9.3}).
 *
 * @param root where the shares of the directory are; empty for a literal one
 * @param results by the path from the root, in the order of the walk; not of what has no shares
 * @param stats of all that was met
 * @param trouble what could not be read, or not be checked and repaired
 */
public record DeepRepairResult(
    Optional<StorageIndex> root,
    SequencedMap<List<String>, RepairOutcome> results,
    DeepStats stats,
    List<WalkFailure> trouble) {
  /** Copies the collections. */
  public DeepRepairResult {
    results = Copies.of(results);
    trouble = List.copyOf(trouble);
  }

  /** What the checks found. */
  public DeepCheckResult before() {
    return with(RepairOutcome::before);
  }

  /** What there is now. */
  public DeepCheckResult after() {
    return with(RepairOutcome::after);
  }

  /** How many repairs were attempted. */
  public int attempted() {
    return (int) results.values().stream().filter(RepairOutcome::attempted).count();
  }

  /** How many repairs were successful. */
  public int successful() {
    return (int) results.values().stream().filter(RepairOutcome::successful).count();
  }

  /** How many repairs were not successful. */
  public int unsuccessful() {
    return attempted() - successful();
  }

  /** The damaged shares that are still there. */
  public List<ShareLocation> remainingCorrupt() {
    return after().corrupt();
  }

  private DeepCheckResult with(Function<RepairOutcome, CheckOutcome> side) {
    SequencedMap<List<String>, CheckOutcome> checks = new LinkedHashMap<>();
    results.forEach((path, result) -> checks.put(path, side.apply(result)));
    return new DeepCheckResult(root, checks, stats, trouble);
  }
}
