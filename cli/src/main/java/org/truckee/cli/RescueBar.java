package org.truckee.cli;

import java.util.function.LongSupplier;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.ChangingLine;
import org.truckee.cli.gateway.Progress;
import org.truckee.firstgen.rescue.RescueProgress;

/** Shows how far a rescue is: as a bar on a terminal, elsewhere as a line now and then. */
final class RescueBar implements RescueProgress, AutoCloseable {
  private static final int BAR_WIDTH = 30;

  private final ChangingLine line;
  private int allFiles;
  private long allBytes;

  RescueBar(Session session, LongSupplier nanoTime) {
    ChangingLine.Where where =
        session.quiet() ? ChangingLine.Where.NOWHERE : ChangingLine.Where.EVERYWHERE;
    this.line = new ChangingLine(session.streams(), where, nanoTime);
  }

  @Override
  public synchronized void found(int directories, int files, long bytes) {
    allFiles = files;
    allBytes = bytes;
    line.show(
        () ->
            "found %d directories and %d files, %s"
                .formatted(directories, files, Progress.size(bytes)));
  }

  @Override
  public synchronized void done(int files, long bytes) {
    line.show(() -> text(files, bytes));
  }

  private String text(int files, long bytes) {
    double part = allBytes == 0 ? 1 : Math.min(1, (double) bytes / allBytes);
    String text =
        "%d of %d files, %s of %s, %s/s%s"
            .formatted(
                files,
                allFiles,
                Progress.size(bytes),
                Progress.size(allBytes),
                Progress.size((long) (bytes / line.seconds())),
                line.timeLeft(part));
    return line.changes() ? ChangingLine.bar(part, BAR_WIDTH) + "  " + text : text;
  }

  @Override
  public synchronized void close() {
    line.erase();
  }
}
