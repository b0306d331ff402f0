package org.truckee.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Streams;
import org.truckee.cli.gateway.ChangingLine;
import org.truckee.cli.gateway.Progress;
import org.truckee.cli.gateway.TransferBar;

/**
 * What a copy says on standard error: on a terminal a bar, with {@code -v} lines that programs
 * know, and always what failed. Thread-safe.
 */
final class CopyReport implements AutoCloseable {
  /** How much of a copy is shown. */
  enum Detail {
    /** Failures alone. */
    FAILURES,
    /** A bar. */
    BAR,
    /** A line for each step. */
    LINES
  }

  private final Streams streams;
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
  private int passedOver;
  private long allBytes;
  private long doneBytes;
  private TransferBar bar;
  private long started;

  /**
   * A report of what is to come.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  CopyReport(Streams streams, Detail wanted, LongSupplier nanoTime) {
    this.streams = streams;
    this.err = streams.err();
    this.detail = wanted;
    this.nanoTime = nanoTime;
    this.bar = new TransferBar(streams, false, nanoTime);
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
    bar = new TransferBar(streams, detail == Detail.BAR, nanoTime);
    line("starting copy, %d files, %d directories".formatted(files, directories));
  }

  /** More bytes of some file were copied. */
  synchronized void moved(long bytes) {
    doneBytes += bytes;
    bar.show(doneFiles, allFiles, doneBytes, allBytes);
  }

  /** A file is there already. */
  synchronized void passedOver(long bytes) {
    passedOver++;
    allBytes -= bytes;
  }

  /** A file is done, well or not. */
  synchronized void fileDone() {
    doneFiles++;
    line("%d/%d files, %d/%d directories".formatted(doneFiles, allFiles, doneFolders, allFolders));
    bar.show(doneFiles, allFiles, doneBytes, allBytes);
  }

  /** All files of a folder are done. */
  synchronized void folderDone() {
    doneFolders++;
    line("%d/%d directories".formatted(doneFolders, allFolders));
  }

  /** Something could not be copied. */
  synchronized void failed(String what, CommandException problem) {
    failures++;
    bar.erase();
    err.println("%s: %s".formatted(what, problem.getMessage()));
  }

  /**
   * Nothing, if all went well.
   *
   * @throws CommandException that says how much did not
   */
  synchronized void requireNoFailures() throws CommandException {
    if (failures > 0) {
      bar.erase();
      throw new CommandException(
          failures == 1
              ? "error: one thing could not be copied, see above"
              : "error: %d things could not be copied, see above".formatted(failures));
    }
  }

  /** What there was for programs, on one line. */
  synchronized String json() {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started);
    return "{\"files\": %d, \"present\": %d, \"failed\": %d, \"bytes\": %d, \"elapsed-seconds\": %s}"
        .formatted(allFiles, passedOver, failures, doneBytes, BigDecimal.valueOf(millis, 3));
  }

  private void line(String text) {
    if (detail == Detail.LINES) {
      err.println(text);
    }
  }

  /** Takes the bar away, and says instead of it what there was. */
  @Override
  public synchronized void close() {
    if (bar.erase()) {
      double seconds = (nanoTime.getAsLong() - started) / 1e9;
      err.println(
          "%d files, %s in %s"
              .formatted(doneFiles, Progress.size(doneBytes), ChangingLine.clock(seconds)));
    }
  }
}
