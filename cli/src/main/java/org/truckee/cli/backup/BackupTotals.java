package org.truckee.cli.backup;

import java.math.BigDecimal;
import java.time.Duration;

/** How much of a tree was stored, found to be stored, left out and checked. */
record BackupTotals(Kind files, Kind directories) {
  static final BackupTotals NOTHING = new BackupTotals(new Kind(0, 0, 0, 0), new Kind(0, 0, 0, 0));

  /**
   * The same of files or of directories.
   *
   * @param checked how often a node was asked whether one of them is still there
   */
  record Kind(long stored, long reused, long leftOut, long checked) {
    private Kind withStored() {
      return new Kind(stored + 1, reused, leftOut, checked);
    }

    private Kind withReused() {
      return new Kind(stored, reused + 1, leftOut, checked);
    }

    private Kind withLeftOut() {
      return new Kind(stored, reused, leftOut + 1, checked);
    }

    private Kind withChecked() {
      return new Kind(stored, reused, leftOut, checked + 1);
    }
  }

  BackupTotals withFileStored() {
    return new BackupTotals(files.withStored(), directories);
  }

  BackupTotals withFileReused() {
    return new BackupTotals(files.withReused(), directories);
  }

  BackupTotals withFileLeftOut() {
    return new BackupTotals(files.withLeftOut(), directories);
  }

  BackupTotals withFileChecked() {
    return new BackupTotals(files.withChecked(), directories);
  }

  BackupTotals withDirectoryStored() {
    return new BackupTotals(files, directories.withStored());
  }

  BackupTotals withDirectoryReused() {
    return new BackupTotals(files, directories.withReused());
  }

  BackupTotals withDirectoryLeftOut() {
    return new BackupTotals(files, directories.withLeftOut());
  }

  BackupTotals withDirectoryChecked() {
    return new BackupTotals(files, directories.withChecked());
  }

  boolean anythingLeftOut() {
    return files.leftOut() + directories.leftOut() > 0;
  }

  /** A line for the end of a backup ({@code spec/11 §B2.3}). */
  String stored() {
    return (" %d files uploaded (%d reused), %d files skipped,"
            + " %d directories created (%d reused), %d directories skipped")
        .formatted(
            files.stored(),
            files.reused(),
            files.leftOut(),
            directories.stored(),
            directories.reused(),
            directories.leftOut());
  }

  /** Another one. */
  String checked() {
    return " %d files checked, %d directories checked"
        .formatted(files.checked(), directories.checked());
  }

  /**
   * All of it for programs, on one line.
   *
   * @param archive the name of the backup
   */
  String json(String archive, Duration elapsed) {
    return "{\"archive\": \"%s\", \"files\": %s, \"directories\": %s, \"elapsed-seconds\": %s}"
        .formatted(
            archive,
            json("uploaded", files),
            json("created", directories),
            BigDecimal.valueOf(elapsed.toMillis(), 3).toPlainString());
  }

  private static String json(String stored, Kind kind) {
    return "{\"%s\": %d, \"reused\": %d, \"skipped\": %d, \"checked\": %d}"
        .formatted(stored, kind.stored(), kind.reused(), kind.leftOut(), kind.checked());
  }
}
