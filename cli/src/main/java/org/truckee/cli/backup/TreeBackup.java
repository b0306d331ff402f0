package org.truckee.cli.backup;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.AtOnce;

/**
 * Stores a tree, several files at a time. A folder is stored by whoever has stored the last thing
 * in it, and then perhaps the one that it is in.
 */
final class TreeBackup {
  private final FileStation files;
  private final DirectoryStation directories;
  private final BackupReport report;
  private final AtomicReference<String> top = new AtomicReference<>();

  TreeBackup(FileStation files, DirectoryStation directories, BackupReport report) {
    this.files = files;
    this.directories = directories;
    this.report = report;
  }

  /** Looks what there is, so that the report can say how much is left. */
  static void count(Iterator<Step> walk, BackupReport report) {
    while (walk.hasNext()) {
      report.found(
          switch (walk.next()) {
            case Step.File file -> file.size();
            case Step.LeftOut _, Step.Walked _ -> 0L;
          });
    }
  }

  /**
   * Stores what a walk comes upon.
   *
   * @param most how many things at a time
   * @return the capability of the top; nothing if it cannot be read
   * @throws CommandException if the grid or the database fails
   */
  Optional<String> store(Iterator<Step> walk, int most)
      throws CommandException, InterruptedException {
    AtOnce.forEach(() -> walk, most, this::perform);
    return Optional.ofNullable(top.get());
  }

  private void perform(Step step) throws CommandException {
    switch (step) {
      case Step.File file -> {
        Optional<StoredChild> stored = files.store(file);
        stored.ifPresent(child -> file.folder().add(name(file.path()), child));
        report.done();
        settle(file.folder());
      }
      case Step.LeftOut leftOut -> {
        report.leftOut(leftOut.path(), leftOut.reason());
        report.done();
        if (leftOut.folder().isPresent()) {
          settle(leftOut.folder().get());
        }
      }
      case Step.Walked walked -> settle(walked.folder());
    }
  }

  /** Something in the folder is over; perhaps it was the last. */
  private void settle(OpenFolder folder) throws CommandException {
    OpenFolder open = folder;
    while (open.settled()) {
      StoredChild stored = directories.store(open);
      report.done();
      if (open.parent().isEmpty()) {
        top.set(stored.cap());
        return;
      }
      OpenFolder parent = open.parent().get();
      parent.add(name(open.path()), stored);
      open = parent;
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
