package org.truckee.firstgen.drive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.truckee.firstgen.hash.ZBase32;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteEnabler;
import org.truckee.firstgen.uri.WriteKey;

/**
 * Directories on a disk ({@code spec/12 §6.5}): the folder {@code vdrive} of a base directory. One
 * thing is done after the other; files are replaced as wholes.
 */
public final class DirectoryFiles implements DirectoryServer {
  private static final long MAX_FILE = 64 << 20;
  private static final String ROOT = "root";

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<WritableDirectoryUri> root = Optional.empty();

  private DirectoryFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder, and makes it if there is none.
   *
   * @throws IOException if it cannot be used
   */
  public static DirectoryFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new DirectoryFiles(folder);
  }

  /**
   * Offers a public root, which is made when this is done for the first time.
   *
   * @param furl under which this server can be reached
   * @throws IOException if the root cannot be read or made
   */
  public WritableDirectoryUri offerRoot(String furl, RandomGenerator random) throws IOException {
    Path file = folder.resolve(ROOT);
    WriteKey key;
    if (Files.exists(file)) {
      byte[] bytes = Files.size(file) == WriteKey.LENGTH ? Files.readAllBytes(file) : new byte[0];
      if (bytes.length != WriteKey.LENGTH) {
        throw new IOException(
            "%s has not the 16 bytes of a write key: put the right file back".formatted(file));
      }
      key = new WriteKey(bytes);
    } else {
      key = WriteKey.random(random);
      create(key.readKey().index(), key.writeEnabler());
      Files.write(file, key.bytes());
    }
    WritableDirectoryUri uri = new WritableDirectoryUri(furl, key);
    root = Optional.of(uri);
    return uri;
  }

  /** The write key of the public root that lies in a folder; empty if there is none. */
  public static Optional<WriteKey> rootKey(Path folder) throws IOException {
    Path file = folder.resolve(ROOT);
    return Files.isRegularFile(file) && Files.size(file) == WriteKey.LENGTH
        ? Optional.of(new WriteKey(Files.readAllBytes(file)))
        : Optional.empty();
  }

  @Override
  public WritableDirectoryUri publicRoot() throws NoPublicRootException {
    return root.orElseThrow(() -> new NoPublicRootException("this server offers no public root"));
  }

  @Override
  public void create(DirectoryIndex index, WriteEnabler enabler) throws DriveException {
    lock.lock();
    try {
      write(index, new DirectoryFile(enabler, List.of()));
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is such a directory. */
  public boolean has(DirectoryIndex index) {
    return Files.isRegularFile(file(index));
  }

  @Override
  public Entry get(DirectoryIndex index, byte[] nameHash) throws DriveException {
    DirectoryFile directory = read(index);
    Entry found = directory.rows().get(row(directory, nameHash)).entry();
    return new Entry(new byte[0], found.write(), found.read());
  }

  @Override
  public List<Entry> list(DirectoryIndex index) throws DriveException {
    return read(index).rows().stream().map(DirectoryFile.Row::entry).toList();
  }

  @Override
  public void set(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash, Entry entry)
      throws DriveException {
    lock.lock();
    try {
      DirectoryFile directory = read(index);
      requireEnabler(directory, enabler);
      OptionalInt before = directory.find(nameHash);
      DirectoryFile rest = before.isPresent() ? directory.without(before.getAsInt()) : directory;
      write(index, rest.with(new DirectoryFile.Row(nameHash, entry)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash)
      throws DriveException {
    lock.lock();
    try {
      DirectoryFile directory = read(index);
      requireEnabler(directory, enabler);
      write(index, directory.without(row(directory, nameHash)));
    } finally {
      lock.unlock();
    }
  }

  private static int row(DirectoryFile directory, byte[] nameHash) throws NoSuchChildException {
    OptionalInt row = directory.find(nameHash);
    if (row.isEmpty()) {
      throw new NoSuchChildException("unable to find key " + ZBase32.encode(nameHash));
    }
    return row.getAsInt();
  }

  private static void requireEnabler(DirectoryFile directory, WriteEnabler enabler)
      throws BadWriteEnablerException {
    if (!directory.enabler().equals(enabler)) {
      throw new BadWriteEnablerException("this is not the write enabler of the directory");
    }
  }

  private Path file(DirectoryIndex index) {
    return folder.resolve(index.toString());
  }

  private DirectoryFile read(DirectoryIndex index) throws DriveException {
    Path file = file(index);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchDirectoryException("there is no directory " + index.abbreviated());
    }
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new DriveException(
            "directory %s is larger than %d bytes".formatted(index.abbreviated(), MAX_FILE));
      }
      return DirectoryFile.parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new DriveException("%s: %s".formatted(index.abbreviated(), e.getMessage()), e);
    } catch (IOException e) {
      throw e instanceof DriveException known
          ? known
          : new DriveException("directory %s cannot be read".formatted(index.abbreviated()), e);
    }
  }

  private void write(DirectoryIndex index, DirectoryFile directory) throws DriveException {
    Path file = file(index);
    Path aside = folder.resolve(index + ".new");
    try {
      Files.write(aside, directory.bytes());
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DriveException("directory %s cannot be written".formatted(index.abbreviated()), e);
    }
  }
}
