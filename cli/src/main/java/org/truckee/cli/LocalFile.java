package org.truckee.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.truckee.node.config.UserHome;

/** Files of this machine as they are named on the command line ({@code spec/10 §1}). */
final class LocalFile {
  private LocalFile() {}

  /** The absolute path that a positional argument means. */
  static Path argument(String argument) throws UsageException, CommandException {
    if (argument.startsWith("-")) {
      throw new UsageException(
          """
          Path argument '%s' cannot start with '-'.
          Use './%s' if you intended to refer to a file.\
          """
              .formatted(argument, argument));
    }
    return path(argument);
  }

  /** The absolute path that the value of an option means. */
  static Path path(String argument) throws CommandException {
    try {
      return UserHome.expand(argument).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CommandException("error: '%s' is no file name".formatted(argument), e);
    }
  }

  /** What went wrong with a file, in words. */
  static String reason(Path path, IOException e) {
    if (Files.isDirectory(path)) {
      return "it is a directory";
    }
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
