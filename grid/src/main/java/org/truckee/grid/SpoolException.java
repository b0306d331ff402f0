package org.truckee.grid;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** An upload cannot be kept until it is complete, mostly because a disk is full. */
public final class SpoolException extends GridException {
  private static final long serialVersionUID = 1L;

  /** The directory in which uploads wait, and what the file system said. */
  public SpoolException(Path directory, IOException cause) {
    super(
        "%s: an upload waits in a file in '%s' until it is complete. Make room there, or choose"
                .formatted(reason(cause), directory)
            + " another directory (tempdir in tahoe.cfg).",
        cause);
  }

  /** Without the name of the file, which is gone. */
  private static String reason(IOException cause) {
    return cause instanceof FileSystemException failure
        ? Optional.ofNullable(failure.getReason()).orElse(failure.getClass().getSimpleName())
        : Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }
}
