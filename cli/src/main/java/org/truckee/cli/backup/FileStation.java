package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.truckee.cli.command.CommandException;

/** Stores files, unless what is remembered of one will do ({@code spec/11 §B2.2}). Thread-safe. */
final class FileStation {
  /** The system can show the new size of a file before its new times: then twice is not enough. */
  private static final int ATTEMPTS = 3;

  /** A file that changes while it is read is read again if it is no larger, in bytes. */
  private static final long READ_TWICE = 16 << 20;

  private final BackupDatabase database;
  private final BackupGrid grid;
  private final Recheck recheck;
  private final BackupReport report;
  private final boolean ignoreTimestamps;

  /**
   * A station.
   *
   * @param ignoreTimestamps whether all files are stored, remembered or not
   */
  FileStation(
      BackupDatabase database,
      BackupGrid grid,
      Recheck recheck,
      BackupReport report,
      boolean ignoreTimestamps) {
    this.database = database;
    this.grid = grid;
    this.recheck = recheck;
    this.report = report;
    this.ignoreTimestamps = ignoreTimestamps;
  }

  /** What was tried, and came to this. */
  private sealed interface Outcome {
    /** It is stored as it was. */
    record Stored(String cap) implements Outcome {}

    /** It is stored, and was changed meanwhile. */
    record StoredChanged(String cap) implements Outcome {}

    /** It could not be read to its end. */
    record Shrank() implements Outcome {}

    /** It could not be read. */
    record Unreadable(Step.Reason reason) implements Outcome {}
  }

  /**
   * Stores a file.
   *
   * @return nothing if it cannot be read; that has been reported
   * @throws CommandException if the grid or the database fails
   */
  Optional<StoredChild> store(Step.File file) throws CommandException {
    Path path = file.path();
    try {
      LocalFacts facts = facts(path);
      if (!facts.regular()) {
        report.leftOut(path, new Step.Reason.Special());
        return Optional.empty();
      }
      Optional<String> known = remembered(path, facts);
      if (known.isPresent()) {
        report.fileReused(path, file.size());
        return Optional.of(new StoredChild(false, known.get(), Optional.of(facts)));
      }
      report.storing(path);
      return store(path, facts);
    } catch (IOException e) {
      report.leftOut(path, UnreadableFiles.reason(path, e));
      return Optional.empty();
    }
  }

  private static LocalFacts facts(Path path) throws IOException {
    return LocalFacts.of(path, LinkOption.NOFOLLOW_LINKS);
  }

  private Optional<String> remembered(Path path, LocalFacts facts) throws CommandException {
    if (ignoreTimestamps) {
      database.forget(path);
      return Optional.empty();
    }
    Optional<BackupDatabase.Remembered> known = database.file(path, facts);
    if (known.isEmpty() || !recheck.isDue(known.get().lastChecked())) {
      return known.map(BackupDatabase.Remembered::cap);
    }
    String cap = known.get().cap();
    report.checkingFile(cap);
    if (!grid.isHealthy(cap)) {
      return Optional.empty();
    }
    database.fileIsHealthy(cap);
    return Optional.of(cap);
  }

  private Optional<StoredChild> store(Path path, LocalFacts facts)
      throws CommandException, IOException {
    LocalFacts before = facts;
    Outcome outcome = attempt(path, before);
    for (int again = 1; again < ATTEMPTS && isWorthAnotherAttempt(outcome, before); again++) {
      before = facts(path);
      outcome = attempt(path, before);
    }
    return switch (outcome) {
      case Outcome.Stored stored -> {
        database.stored(path, before, stored.cap());
        yield stored(path, before, stored.cap());
      }
      case Outcome.StoredChanged stored -> {
        // Not remembered, so that it is stored again next time.
        report.changedWhileRead(path);
        yield stored(path, before, stored.cap());
      }
      case Outcome.Shrank _ ->
          leftOut(path, new Step.Reason.UnreadableFile("it shrinks while it is read"));
      case Outcome.Unreadable unreadable -> leftOut(path, unreadable.reason());
    };
  }

  private static boolean isWorthAnotherAttempt(Outcome outcome, LocalFacts facts) {
    return switch (outcome) {
      case Outcome.Shrank _ -> true;
      case Outcome.StoredChanged _ -> facts.size() <= READ_TWICE;
      case Outcome.Stored _, Outcome.Unreadable _ -> false;
    };
  }

  private Optional<StoredChild> stored(Path path, LocalFacts facts, String cap)
      throws CommandException {
    report.fileStored(path, cap);
    return Optional.of(new StoredChild(false, cap, Optional.of(facts)));
  }

  private Optional<StoredChild> leftOut(Path path, Step.Reason reason) {
    report.leftOut(path, reason);
    return Optional.empty();
  }

  private Outcome attempt(Path path, LocalFacts before) throws CommandException, IOException {
    try (WatchedFile contents = WatchedFile.open(path, before.size())) {
      try {
        String cap = grid.store(contents, before.size(), report::moved);
        return facts(path).hasContentsOf(before)
            ? new Outcome.Stored(cap)
            : new Outcome.StoredChanged(cap);
      } catch (CommandException e) {
        if (contents.failure().isPresent()) {
          return new Outcome.Unreadable(UnreadableFiles.reason(path, contents.failure().get()));
        }
        if (contents.shrank()) {
          return new Outcome.Shrank();
        }
        throw e;
      }
    }
  }
}
