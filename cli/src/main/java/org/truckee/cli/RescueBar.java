package org.truckee.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.Progress;
import org.truckee.firstgen.rescue.RescueProgress;

/** Shows how far a rescue is: as a bar on a terminal, elsewhere as a line now and then. */
final class RescueBar implements RescueProgress, AutoCloseable {
  private static final long BAR_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final int BAR_WIDTH = 30;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final boolean silent;
  private final LongSupplier nanoTime;
  private long next;
  private int allFiles;
  private long allBytes;
  private boolean shown;

  RescueBar(Session session, LongSupplier nanoTime) {
    this.err = session.err();
    this.terminal = session.streams().errIsTerminal();
    this.silent = session.quiet();
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong() + (terminal ? BAR_INTERVAL : LINE_INTERVAL);
  }

  @Override
  public synchronized void found(int directories, int files, long bytes) {
    allFiles = files;
    allBytes = bytes;
    show(
        "found %d directories and %d files, %s"
            .formatted(directories, files, Progress.size(bytes)));
  }

  @Override
  public synchronized void done(int files, long bytes) {
    int percent = allBytes == 0 ? 100 : (int) Math.min(100, bytes * 100.0 / allBytes);
    String text =
        "%d of %d files, %s of %s"
            .formatted(files, allFiles, Progress.size(bytes), Progress.size(allBytes));
    int filled = percent * BAR_WIDTH / 100;
    show(
        terminal
            ? String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %s",
                "#".repeat(filled),
                " ".repeat(BAR_WIDTH - filled),
                percent,
                text)
            : text);
  }

  private void show(String text) {
    long now = nanoTime.getAsLong();
    if (silent || now - next < 0) {
      return;
    }
    next = now + (terminal ? BAR_INTERVAL : LINE_INTERVAL);
    if (terminal) {
      shown = true;
      err.print(ERASE + text);
      err.flush();
    } else {
      err.println(text);
    }
  }

  @Override
  public synchronized void close() {
    if (shown) {
      err.print(ERASE);
      err.flush();
    }
  }
}
