package org.truckee.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The node directory of a command that makes or runs one ({@code spec/10 §7.1}). */
public final class BaseDirectory {
  public static final Option OPTION =
      Option.value("DIR", "the directory of the node", "basedir", "C");

  private BaseDirectory() {}

  /** The directory that is named, in one of the three ways. */
  public static Optional<Path> named(Arguments arguments, Session session)
      throws UsageException, CommandException {
    List<String> words = arguments.words(0, 1);
    Optional<String> option = arguments.value(OPTION);
    if (session.nodeDirectory().isPresent() && option.isPresent()) {
      throw new UsageException(
          "The --node-directory (or -d) and --basedir (or -C) options cannot both be used.");
    }
    if (session.nodeDirectory().isPresent() && !words.isEmpty()) {
      throw new UsageException(
          "The --node-directory (or -d) option and a basedir argument cannot both be used.");
    }
    if (option.isPresent() && !words.isEmpty()) {
      throw new UsageException(
          "The --basedir (or -C) option and a basedir argument cannot both be used.");
    }
    if (!words.isEmpty()) {
      return Optional.of(LocalFile.argument(words.getFirst(), session));
    }
    if (option.isPresent()) {
      return Optional.of(LocalFile.path(option.get(), session));
    }
    return session.nodeDirectory();
  }

  /** Where a node is if nobody says otherwise. */
  public static Path usual(Session session) {
    return session.surroundings().home().resolve(".tahoe");
  }
}
