package org.truckee.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.gateway.Gateway;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/** A folder of this machine as the target of a copy. */
final class LocalTarget implements CopyTarget {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path top;
  private final CollidingNames.Probe probe;
  private final Map<PlannedFolder, Path> paths = new ConcurrentHashMap<>();

  /** A folder, which is made if it is missing. */
  LocalTarget(Path top) {
    this(top, CollidingNames.ON_DISK);
  }

  /**
   * A folder on a disk.
   *
   * @param probe says which names are the same there
   */
  LocalTarget(Path top, CollidingNames.Probe probe) {
    this.top = top;
    this.probe = probe;
  }

  @Override
  public String name(String name) throws CommandException {
    if (!name.isEmpty()) {
      below(top, name, new PlannedFolder(""));
    }
    return name;
  }

  @Override
  public boolean has(PlannedFolder folder, String name, CopySource.File file) {
    Path path = paths.get(folder).resolve(name);
    try {
      BasicFileAttributes there = Files.readAttributes(path, BasicFileAttributes.class);
      return there.isRegularFile()
          && file.size().isPresent()
          && file.size().getAsLong() == there.size()
          && file.changed().isPresent()
          && !file.changed().get().isAfter(there.lastModifiedTime().toInstant());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void makeFolders(PlannedFolder root, int most, CopyReport report) throws CommandException {
    make(root, top, report);
  }

  private void make(PlannedFolder folder, Path path, CopyReport report) throws CommandException {
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          "error: cannot make the directory '%s': a file is in the way".formatted(path), e);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot make the directory '%s': %s"
              .formatted(path, LocalFile.whyNotMade(path, e)),
          e);
    }
    paths.put(folder, path);
    dropColliding(folder, path, report);
    for (Map.Entry<String, PlannedFolder> below : List.copyOf(folder.folders().entrySet())) {
      makeBelow(folder, path, below.getKey(), report);
    }
  }

  /** One that this disk does not take is named and left out with all that is in it. */
  private void makeBelow(PlannedFolder parent, Path path, String name, CopyReport report)
      throws CommandException {
    PlannedFolder folder = parent.folders().get(name);
    try {
      make(folder, below(path, name, parent), report);
    } catch (CommandException e) {
      if (e.getCause() instanceof FileAlreadyExistsException) {
        throw e;
      }
      report.failed(folder.shown(), e);
      parent.drop(name);
    }
  }

  /**
   * Of two that would be one on this disk the second is named and left out, and the rest copied.
   */
  private void dropColliding(PlannedFolder folder, Path path, CopyReport report)
      throws CommandException {
    List<String> names = new ArrayList<>(folder.files().keySet());
    names.addAll(folder.folders().keySet());
    try {
      CollidingNames.in(path, names, probe)
          .forEach(
              (name, other) -> {
                report.failed(
                    folder.shown(name),
                    new CommandException(
                        "error: on this disk its name is the same as '%s'".formatted(other)));
                folder.drop(name);
              });
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot write in '%s': %s".formatted(path, LocalFile.reason(path, e)), e);
    }
  }

  /** Whoever wrote a directory of the grid chose the names in it: they must not lead elsewhere. */
  private static Path below(Path folder, String name, PlannedFolder planned)
      throws CommandException {
    try {
      Path path = folder.resolve(name);
      if (!name.isEmpty()
          && path.getNameCount() == folder.getNameCount() + 1
          && path.normalize().startsWith(folder)
          && path.getFileName().toString().equals(name)
          && !name.equals("..")
          && !name.equals(".")) {
        return path;
      }
    } catch (InvalidPathException e) {
      // The same as any other that this machine has no file for.
    }
    throw new CommandException(
        "error: '%s' cannot be the name of a file here".formatted(planned.shown(name)));
  }

  @Override
  public void copy(
      PlannedFolder folder, String name, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException {
    Path path = below(paths.get(folder), name, folder);
    if (Files.isDirectory(path)) {
      throw new CommandException(
          "error: cannot write '%s': a directory is in the way".formatted(path));
    }
    write(path, file, progress);
  }

  /** Copies to one file, which gets its name when it is complete. */
  static void write(Path path, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException {
    try (CopySource.Contents contents = file.open();
        ReplacedFile target = ReplacedFile.begin(path, Manner.USER);
        OutputStream out = target.stream()) {
      receive(contents, file, out, progress);
      target.complete();
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot write '%s': %s".formatted(path, LocalFile.whyNotMade(path, e)), e);
    }
  }

  private static void receive(
      CopySource.Contents contents,
      CopySource.File file,
      OutputStream out,
      Gateway.BytesMoved progress)
      throws IOException, CommandException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    for (int count = read(contents, file, buffer, done);
        count >= 0;
        count = read(contents, file, buffer, done)) {
      out.write(buffer, 0, count);
      done += count;
      progress.moved(count);
    }
    if (contents.length() >= 0 && done < contents.length()) {
      throw new CommandException(
          "error: '%s' ended after %d of %d bytes"
              .formatted(file.shown(), done, contents.length()));
    }
  }

  private static int read(
      CopySource.Contents contents, CopySource.File file, byte[] buffer, long done)
      throws CommandException {
    try {
      return contents.stream().read(buffer);
    } catch (IOException e) {
      throw new CommandException(
          "error: reading '%s' failed after %d bytes: %s"
              .formatted(file.shown(), done, e.getMessage()),
          e);
    }
  }

  @Override
  public void finish(PlannedFolder folder) {}
}
