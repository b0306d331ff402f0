package org.truckee.cli.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.TransferBar;

/**
 * What a backup says while it runs, and counts ({@code spec/11 §B2.2}): on a terminal a bar,
 * elsewhere a line for each thing as programs know it. What is left out is said on standard error.
 * Thread-safe.
 */
final class BackupReport implements AutoCloseable {
  /** How much is said. */
  enum Detail {
    /** What is left out, and nothing else. */
    WARNINGS,
    /** How far it is. */
    PROGRESS,
    /** Each step as well. */
    STEPS
  }

  private final Session session;
  private final Detail detail;
  private final TransferBar bar;
  private final LongSupplier nanoTime;
  private final long started;

  /** Guarded by this, like all fields below. */
  private BackupTotals totals = BackupTotals.NOTHING;

  private long all;
  private long done;
  private long allBytes;
  private long doneBytes;

  /**
   * A report of what is to come.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  BackupReport(Session session, Detail detail, LongSupplier nanoTime) {
    this.session = session;
    this.detail = detail;
    boolean barWanted = detail == Detail.PROGRESS && session.streams().outIsTerminal();
    this.bar = new TransferBar(session.streams(), barWanted, nanoTime);
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** One thing more has to be stored. */
  synchronized void found(long bytes) {
    all++;
    allBytes += bytes;
  }

  /** One thing is over, well or not. */
  synchronized void done() throws CommandException {
    done++;
    // What came since the tree was counted was not counted.
    all = Math.max(all, done);
    if (detail != Detail.WARNINGS && !bar.isWanted()) {
      session.print(
          "Backing up %d/%d... %s elapsed...".formatted(done, all, Elapsed.inParts(elapsed())));
    }
    bar.show(done, all, doneBytes, allBytes);
  }

  /** More bytes of some file were sent. */
  synchronized void moved(long bytes) {
    doneBytes += bytes;
    allBytes = Math.max(allBytes, doneBytes);
    bar.show(done, all, doneBytes, allBytes);
  }

  synchronized void storing(Path file) throws CommandException {
    step("uploading %s..".formatted(quoted(file)));
  }

  synchronized void fileStored(Path file, String cap) throws CommandException {
    totals = totals.withFileStored();
    step(" %s -> %s".formatted(quoted(file), cap));
  }

  /** What is remembered of a file was used. */
  synchronized void fileReused(Path file, long bytes) throws CommandException {
    totals = totals.withFileReused();
    allBytes -= bytes;
    step("skipping %s..".formatted(quoted(file)));
  }

  synchronized void checkingFile(String cap) throws CommandException {
    totals = totals.withFileChecked();
    step("checking %s".formatted(Quoting.quoted(cap)));
  }

  synchronized void storingDirectory(Path folder) throws CommandException {
    step(" creating directory for %s".formatted(quoted(folder)));
  }

  synchronized void directoryStored() {
    totals = totals.withDirectoryStored();
  }

  /** What is remembered of a directory was used. */
  synchronized void directoryReused(Path folder) throws CommandException {
    totals = totals.withDirectoryReused();
    step(" re-using old directory for %s".formatted(quoted(folder)));
  }

  synchronized void checkingDirectory(String cap) throws CommandException {
    totals = totals.withDirectoryChecked();
    step("checking %s".formatted(Quoting.quoted(cap)));
  }

  /** Something is not in the backup. */
  synchronized void leftOut(Path path, Step.Reason reason) {
    totals = reason.ofDirectory() ? totals.withDirectoryLeftOut() : totals.withFileLeftOut();
    warn(
        switch (reason) {
          case Step.Reason.SymbolicLink _ -> "cannot backup symlink " + quoted(path);
          case Step.Reason.Special _ -> "cannot backup special " + quoted(path);
          case Step.Reason.UnreadableDirectory _ ->
              "permission denied on directory " + quoted(path);
          case Step.Reason.NotPermitted _ -> "permission denied on file " + quoted(path);
          case Step.Reason.UnreadableFile unreadable ->
              "cannot read file %s: %s".formatted(quoted(path), unreadable.problem());
          case Step.Reason.NotUnicode _ ->
              "cannot backup %s: its name is not UTF-8".formatted(quoted(path));
          case Step.Reason.SameName same ->
              "cannot backup %s: on the grid its name is the same as that of %s"
                  .formatted(escaped(path), escaped(path.resolveSibling(same.other())));
        });
  }

  /** A file is in the backup, but perhaps not as it ever was. */
  synchronized void changedWhileRead(Path file) {
    warn(
        "file %s changed while it was read: what is stored may be a mixture, and the next backup"
                .formatted(quoted(file))
            + " stores it again");
  }

  /** The database was of another grid. */
  synchronized void otherGrid() {
    warn(
        "the backup database was used with another grid: everything that it remembers is checked"
            + " before it is used");
  }

  private void warn(String text) {
    bar.erase();
    session.err().println(session.streams().errColours().warning("WARNING: " + text));
  }

  private void step(String text) throws CommandException {
    if (detail == Detail.STEPS) {
      session.print(text);
    }
  }

  private static String quoted(Path path) {
    return LocalFile.quoted(path);
  }

  /** Two names that look the same are told apart by what they are made of. */
  private static String escaped(Path path) {
    StringBuilder text = new StringBuilder();
    path.toString()
        .codePoints()
        .forEach(c -> text.append(c < 0x80 ? Character.toString(c) : "\\u{%x}".formatted(c)));
    return Quoting.quoted(text.toString());
  }

  /** What there was, when it is over. */
  synchronized BackupTotals totals() {
    return totals;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - started);
  }

  /** Prints what there was. */
  synchronized void summary() throws CommandException {
    bar.erase();
    if (detail != Detail.WARNINGS) {
      session.print(totals.stored());
    }
    if (detail == Detail.STEPS) {
      session.print(totals.checked());
    }
    session.print(" backup done, elapsed time: " + Elapsed.asClock(elapsed()));
  }

  @Override
  public synchronized void close() {
    bar.erase();
  }
}
