package org.truckee.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of this machine as they are named on the command line ({@code spec/10 §1}). */
public final class LocalFile {
  /** What stands for bytes of a name that mean nothing in UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private LocalFile() {}

  /** The absolute path that a positional argument means. */
  public static Path argument(String argument, Session session)
      throws UsageException, CommandException {
    if (argument.startsWith("-")) {
      throw new UsageException(
          """
          Path argument '%s' cannot start with '-'.
          Use './%s' if you intended to refer to a file.\
          """
              .formatted(argument, argument));
    }
    return path(argument, session);
  }

  /** The absolute path that the value of an option means. */
  public static Path path(String argument, Session session) throws CommandException {
    if (argument.indexOf(REPLACEMENT) >= 0) {
      throw new CommandException(
          """
          error: the name '%s' is not UTF-8 text, and cannot be used.
          Rename the file, or have the shell open it: 'truckee put - < FILE'.\
          """
              .formatted(argument));
    }
    try {
      return session.surroundings().path(argument);
    } catch (InvalidPathException e) {
      throw new CommandException("error: '%s' is no file name".formatted(argument), e);
    }
  }

  /**
   * Whether the name of a file is text. What is not UTF-8 in it becomes a replacement character,
   * and that cannot be turned back.
   */
  public static boolean isText(Path name) {
    if (name.toString().indexOf(REPLACEMENT) < 0) {
      return true;
    }
    try {
      return name.getFileSystem().getPath(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The path of a file in quote marks; what is not text in it is shown as bytes. */
  public static String quoted(Path path) {
    if (isText(path)) {
      return Quoting.quoted(path.toString());
    }
    // The one way to get at the bytes of a path.
    String encoded = path.toUri().getRawPath();
    StringBuilder text = new StringBuilder("b\"");
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) != '%') {
        text.append(encoded.charAt(i));
        continue;
      }
      int b = Integer.parseInt(encoded.substring(i + 1, i + 3), 16);
      boolean plain = b >= ' ' && b <= '~' && "\"$`\\".indexOf(b) < 0;
      text.append(plain ? Character.toString(b) : "\\x%02x".formatted(b));
      i += 2;
    }
    return text.append('"').toString();
  }

  /** Why there can be no such file or folder, in words; what it is in may be missing, too. */
  public static String whyNotMade(Path path, IOException e) {
    Path folder = path.toAbsolutePath().getParent();
    return e instanceof NoSuchFileException
            && folder != null
            && Files.isDirectory(folder)
            && !Files.isSymbolicLink(path)
        ? "this disk takes no such name"
        : reason(path, e);
  }

  /** What went wrong with a file, in words. */
  public static String reason(Path path, IOException e) {
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
