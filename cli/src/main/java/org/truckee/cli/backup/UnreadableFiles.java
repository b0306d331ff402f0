package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.truckee.cli.command.LocalFile;

/** Says why a file cannot be read. */
final class UnreadableFiles {
  private UnreadableFiles() {}

  static Step.Reason reason(Path path, IOException e) {
    return e instanceof AccessDeniedException
        ? new Step.Reason.NotPermitted()
        : new Step.Reason.UnreadableFile(LocalFile.reason(path, e));
  }
}
