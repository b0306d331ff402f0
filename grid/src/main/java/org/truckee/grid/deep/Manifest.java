package org.truckee.grid.deep;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.capability.Capability;
import org.truckee.capability.VerifyCap;
import org.truckee.crypto.StorageIndex;

/**
 * Everything that can be reached from a directory ({@code spec/03 §9.2}).
 *
 * @param entries in the order of the walk; the root is the first, with an empty path
 * @param verifyCaps of all entries that have one
 * @param storageIndexes of all entries that have one
 * @param stats of everything in the manifest
 * @param trouble the directories that could not be read
 */
public record Manifest(
    List<Entry> entries,
    Set<VerifyCap> verifyCaps,
    Set<StorageIndex> storageIndexes,
    DeepStats stats,
    List<WalkFailure> trouble) {
  /** Copies the collections. */
  public Manifest {
    entries = List.copyOf(entries);
    verifyCaps = Set.copyOf(verifyCaps);
    storageIndexes = Set.copyOf(storageIndexes);
    trouble = List.copyOf(trouble);
  }

  /**
   * One of them.
   *
   * @param path the names that lead there from the root
   * @param cap grants the most that is known; empty for a child without caps
   */
  public record Entry(List<String> path, Optional<Capability> cap) {}
}
