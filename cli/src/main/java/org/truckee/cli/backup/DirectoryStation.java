package org.truckee.cli.backup;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.cli.command.CommandException;

/**
 * Stores directories of which everything has been stored, unless one with the same things in it is
 * remembered ({@code spec/11 §B2.2}). Thread-safe.
 */
final class DirectoryStation {
  private final BackupDatabase database;
  private final BackupGrid grid;
  private final Recheck recheck;
  private final BackupReport report;

  DirectoryStation(BackupDatabase database, BackupGrid grid, Recheck recheck, BackupReport report) {
    this.database = database;
    this.grid = grid;
    this.recheck = recheck;
    this.report = report;
  }

  /**
   * Stores a directory.
   *
   * @throws CommandException if the grid or the database fails
   */
  StoredChild store(OpenFolder folder) throws CommandException {
    Map<String, StoredChild> children = folder.children();
    Map<String, String> caps = new HashMap<>();
    children.forEach((name, child) -> caps.put(name, child.cap()));
    String hash = DirectoryHash.of(caps);
    Optional<String> known = remembered(hash);
    if (known.isPresent()) {
      report.directoryReused(folder.path());
      return stored(folder, known.get());
    }
    report.storingDirectory(folder.path());
    String cap = grid.storeDirectory(children);
    database.storedDirectory(hash, cap);
    report.directoryStored();
    return stored(folder, cap);
  }

  private Optional<String> remembered(String hash) throws CommandException {
    Optional<BackupDatabase.Remembered> known = database.directory(hash);
    if (known.isEmpty() || !recheck.isDue(known.get().lastChecked())) {
      return known.map(BackupDatabase.Remembered::cap);
    }
    String cap = known.get().cap();
    report.checkingDirectory(cap);
    if (!grid.isHealthy(cap)) {
      return Optional.empty();
    }
    database.directoryIsHealthy(cap);
    return Optional.of(cap);
  }

  private static StoredChild stored(OpenFolder folder, String cap) {
    return new StoredChild(true, cap, facts(folder));
  }

  /** A folder that has gone meanwhile was there when its files were stored. */
  private static Optional<LocalFacts> facts(OpenFolder folder) {
    try {
      return Optional.of(LocalFacts.of(folder.path()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
