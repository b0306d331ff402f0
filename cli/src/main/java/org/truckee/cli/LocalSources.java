package org.truckee.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;

/** Files and folders of this machine, as they are copied. Links are followed. */
final class LocalSources {
  private LocalSources() {}

  /**
   * What an argument names.
   *
   * @throws CommandException if there is nothing, or nothing that can be copied
   */
  static CopySource find(String argument, Session session) throws CommandException {
    Path path = LocalFile.path(argument, session);
    if (!Files.exists(path)) {
      throw new CommandException("No such file or directory '%s'".formatted(argument));
    }
    if (Files.isDirectory(path)) {
      return new LocalFolder(path);
    }
    if (argument.endsWith("/")) {
      throw CpCommand.notDirectory(argument);
    }
    if (!Files.isRegularFile(path)) {
      throw new CommandException(
          "source ''%s'' is neither a file nor a directory, I can't handle it".formatted(path));
    }
    try {
      return new LocalData(path.getParent(), name(path), Files.size(path), millis(path));
    } catch (IOException e) {
      throw CopySource.unreadable(path.toString(), LocalFile.reason(path, e), e);
    }
  }

  private static long millis(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis();
  }

  private static String name(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString();
  }

  /** A file. What it is called is kept without the folder: there may be a million of them. */
  private record LocalData(Path folder, String name, long bytes, long modifiedMillis)
      implements CopySource.File {
    private Path path() {
      return folder.resolve(name);
    }

    @Override
    public String shown() {
      return Quoting.visible(path().toString());
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(bytes);
    }

    @Override
    public Optional<Instant> changed() {
      return Optional.of(Instant.ofEpochMilli(modifiedMillis));
    }

    @Override
    public Contents open() throws CommandException {
      Path path = path();
      try {
        SteadyFile file = SteadyFile.open(path);
        return new Contents(file, file.length(), file);
      } catch (IOException e) {
        throw CopySource.unreadable(shown(), LocalFile.reason(path, e), e);
      }
    }
  }

  private record LocalFolder(Path path) implements CopySource.Folder {
    @Override
    public String name() {
      return LocalSources.name(path);
    }

    @Override
    public String shown() {
      return Quoting.visible(path.toString());
    }

    @Override
    public Object identity() {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        return path;
      }
    }

    @Override
    public List<CopySource> list() throws CommandException {
      List<CopySource> found = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          add(entry, found);
        }
      } catch (IOException e) {
        throw CopySource.unreadable(shown(), LocalFile.reason(path.resolve("."), e), e);
      } catch (DirectoryIteratorException e) {
        throw CopySource.unreadable(shown(), e.getCause().getMessage(), e.getCause());
      }
      return found;
    }

    /** Pipes, devices and links that lead nowhere are passed over. */
    private void add(Path entry, List<CopySource> found) {
      if (!LocalFile.isText(entry.getFileName())) {
        String shown = LocalFile.quoted(entry);
        found.add(new CopySource.Refused(shown, shown, "error: its name is not UTF-8"));
        return;
      }
      try {
        BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          found.add(new LocalFolder(entry));
        } else if (attributes.isRegularFile()) {
          found.add(
              new LocalData(
                  path,
                  LocalSources.name(entry),
                  attributes.size(),
                  attributes.lastModifiedTime().toMillis()));
        }
      } catch (IOException e) {
        if (!Files.isSymbolicLink(entry)) {
          // It is there and cannot be looked at: reading it will tell why.
          found.add(new LocalData(path, LocalSources.name(entry), 0, 0));
        }
      }
    }
  }
}
