package org.truckee.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.RemoteName;

/** The last argument of a copy: what is there, and how it is written to ({@code spec/10 §4.7}). */
sealed interface CopyDestination {
  /** What is there before the copy. */
  enum State {
    MISSING,
    FILE,
    DIRECTORY
  }

  State state();

  /** Copies one file to it. */
  void write(CopySource.File file, Gateway.BytesMoved progress) throws CommandException;

  /** The same as a folder, which is made if it is missing. */
  CopyTarget folder() throws CommandException;

  /**
   * Looks at what an argument names.
   *
   * @throws CommandException if that cannot be said
   */
  static CopyDestination examine(String argument, Aliases aliases, Gateway gateway, Session session)
      throws CommandException {
    return aliases.isRemote(argument)
        ? OnGrid.examine(argument, aliases, gateway)
        : Local.examine(LocalFile.path(argument, session));
  }

  /** A place on this machine. */
  record Local(State state, Path path) implements CopyDestination {
    private static Local examine(Path path) {
      if (Files.isDirectory(path)) {
        return new Local(State.DIRECTORY, path);
      }
      return new Local(Files.exists(path) ? State.FILE : State.MISSING, path);
    }

    @Override
    public void write(CopySource.File file, Gateway.BytesMoved progress) throws CommandException {
      LocalTarget.write(path, file, progress);
    }

    @Override
    public CopyTarget folder() {
      return new LocalTarget(path);
    }
  }

  /** A place on the grid. */
  record OnGrid(State state, Gateway gateway, String path, Optional<ListedFolder> listed)
      implements CopyDestination {
    private static OnGrid examine(String argument, Aliases aliases, Gateway gateway)
        throws CommandException {
      String path = RemoteName.path(aliases.expand(argument));
      String prefix = "Error examining target '%s'".formatted(argument);
      // With the slash, a file would have no child of an empty name; without, it is found.
      String asked = RemoteName.withoutSlash(path);
      try (Answer answer = gateway.get(asked + "?t=json", prefix)) {
        if (answer.status() == 404) {
          return new OnGrid(State.MISSING, gateway, asked, Optional.empty());
        }
        if (answer.status() != 200) {
          throw answer.failure(prefix);
        }
        ListedFolder listed = ListedFolder.read(answer, prefix);
        return listed.node().isDirectory()
            ? new OnGrid(State.DIRECTORY, gateway, asked, Optional.of(listed))
            : new OnGrid(State.FILE, gateway, asked, Optional.empty());
      }
    }

    @Override
    public void write(CopySource.File file, Gateway.BytesMoved progress) throws CommandException {
      GridTarget.put(gateway, path, file, progress);
    }

    @Override
    public CopyTarget folder() throws CommandException {
      return listed.isPresent()
          ? new GridTarget(gateway, listed.get())
          : GridTarget.made(gateway, path);
    }
  }
}
