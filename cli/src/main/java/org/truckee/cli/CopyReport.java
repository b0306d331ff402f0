package org.truckee.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Streams;
import org.truckee.cli.gateway.Progress;

/**
 * What a copy says on standard error: on a terminal a bar, with {@code -v} lines that programs
 * know, and always what failed. Thread-safe.
 */
final class CopyReport implements AutoCloseable {
  private static final long BAR_DELAY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long BAR_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR_WIDTH = 15;
  private static final String ERASE = "\r\u001b[K";

  /** A file takes as long as that many bytes more. */
  private static final long BYTES_OF_FILE = 1 << 16;

  /** How much of a copy is shown. */
  enum Detail {
    /** Failures alone. */
    FAILURES,
    /** A bar. */
    BAR,
    /** A line for each step. */
    LINES
  }

  private final PrintStream err;
  private final Detail detail;
  private final LongSupplier nanoTime;

  /** Guarded by this, like all fields below. */
  private int listed;

  private int folders;
  private int allFolders;
  private int doneFolders;
  private int allFiles;
  private int doneFiles;
  private int failures;
  private long allBytes;
  private long doneBytes;
  private long started;
  private long next;
  private boolean shown;

  /**
   * A report of what is to come.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  CopyReport(Streams streams, Detail wanted, LongSupplier nanoTime) {
    this.err = streams.err();
    this.detail = wanted == Detail.BAR && !streams.errIsTerminal() ? Detail.FAILURES : wanted;
    this.nanoTime = nanoTime;
  }

  /** So many more folders were found that have to be listed. */
  synchronized void found(int count) {
    folders += count;
  }

  /** The next folder is listed. */
  synchronized void examining() {
    line("examining %d of %d".formatted(++listed, folders));
  }

  /** So much was named on the command line. */
  synchronized void attaching(int files, int directories) {
    line("attaching sources to targets, %d files / %d dirs in root".formatted(files, directories));
  }

  /** So many folders get so many files. */
  synchronized void assigned(int directories, int files) {
    line("targets assigned, %d dirs, %d files".formatted(directories, files));
  }

  /** The first file is going to be copied. */
  synchronized void begin(int files, int directories, long bytes) {
    allFiles = files;
    allFolders = directories;
    allBytes = bytes;
    started = nanoTime.getAsLong();
    next = started + BAR_DELAY;
    line("starting copy, %d files, %d directories".formatted(files, directories));
  }

  /** More bytes of some file were copied. */
  synchronized void moved(long bytes) {
    doneBytes += bytes;
    bar();
  }

  /** A file is done, well or not. */
  synchronized void fileDone() {
    doneFiles++;
    line("%d/%d files, %d/%d directories".formatted(doneFiles, allFiles, doneFolders, allFolders));
    bar();
  }

  /** All files of a folder are done. */
  synchronized void folderDone() {
    doneFolders++;
    line("%d/%d directories".formatted(doneFolders, allFolders));
  }

  /** Something could not be copied. */
  synchronized void failed(String what, CommandException problem) {
    failures++;
    erase();
    err.println("%s: %s".formatted(what, problem.getMessage()));
  }

  /**
   * Nothing, if all went well.
   *
   * @throws CommandException that says how much did not
   */
  synchronized void requireNoFailures() throws CommandException {
    if (failures > 0) {
      erase();
      throw new CommandException(
          failures == 1
              ? "error: one thing could not be copied, see above"
              : "error: %d things could not be copied, see above".formatted(failures));
    }
  }

  private void line(String text) {
    if (detail == Detail.LINES) {
      err.println(text);
    }
  }

  private void bar() {
    long now = nanoTime.getAsLong();
    if (detail == Detail.BAR && now - next >= 0) {
      next = now + BAR_INTERVAL;
      shown = true;
      err.print(ERASE + bar(now));
      err.flush();
    }
  }

  private String bar(long now) {
    double part = part();
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    int filled = (int) (part * BAR_WIDTH);
    return "[%s%s] %3d %%  %d of %d files, %s of %s, %s/s%s"
        .formatted(
            "#".repeat(filled),
            " ".repeat(BAR_WIDTH - filled),
            (int) (100 * part),
            doneFiles,
            allFiles,
            Progress.size(doneBytes),
            Progress.size(allBytes),
            Progress.size((long) (doneBytes / seconds)),
            part > 0 ? ", " + clock(seconds * (1 - part) / part) + " left" : "");
  }

  private double part() {
    double done = doneBytes + (double) BYTES_OF_FILE * doneFiles;
    double all = allBytes + (double) BYTES_OF_FILE * allFiles;
    return all == 0 ? 0 : Math.min(1, done / all);
  }

  /** As in 1:05 or 2:00:00. */
  private static String clock(double time) {
    long seconds = Math.round(time);
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }

  private void erase() {
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
  }

  /** Takes the bar away, and says instead of it what there was. */
  @Override
  public synchronized void close() {
    if (shown) {
      erase();
      double seconds = (nanoTime.getAsLong() - started) / 1e9;
      err.println(
          "%d files, %s in %s".formatted(doneFiles, Progress.size(doneBytes), clock(seconds)));
    }
  }
}
