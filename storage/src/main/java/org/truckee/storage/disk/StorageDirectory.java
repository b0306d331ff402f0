package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** The directories and names of a storage directory ({@code spec/04 §2}). */
final class StorageDirectory implements Closeable {
  private static final List<String> PICKLES =
      List.of("bucket_counter.state", "lease_checker.state", "lease_checker.history");
  private static final Pattern SHARE_NAME = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final int ATTEMPTS = 100;

  private final Path root;
  private final DiskSync sync;
  private final FileChannel lockFile;
  private final Set<String> durablePrefixes = ConcurrentHashMap.newKeySet();
  private final AtomicLong replacements = new AtomicLong();

  private StorageDirectory(Path root, DiskSync sync, FileChannel lockFile) {
    this.root = root;
    this.sync = sync;
    this.lockFile = lockFile;
  }

  /**
   * Prepares the directory for serving: finishes what the journal says was cut off, and throws away
   * all shares that were not complete.
   *
   * @throws StorageException if another process serves it, or files of an old release are in it
   */
  static StorageDirectory open(Path root, DiskSync sync) throws IOException {
    refusePickles(root);
    Files.createDirectories(root);
    StorageDirectory directory = new StorageDirectory(root, sync, lock(root));
    boolean ready = false;
    try {
      directory.prepare();
      ready = true;
    } finally {
      if (!ready) {
        directory.close();
      }
    }
    return directory;
  }

  private static void refusePickles(Path root) throws StorageException {
    for (String name : PICKLES) {
      Path pickle = root.resolve(name);
      if (Files.exists(pickle)) {
        throw new StorageException(
            ("%s is the crawler state of an old release, in a format that is not read any more: "
                    + "delete it (only the crawler's progress is lost), or convert it with "
                    + "\"tahoe admin migrate-crawler\"")
                .formatted(pickle));
      }
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("truckee.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new StorageException("another server is serving %s: stop it first".formatted(root));
    }
    return channel;
  }

  private void prepare() throws IOException {
    Files.createDirectories(shares());
    Files.createDirectories(advisories());
    if (Files.exists(journal())) {
      ChangeJournal.replay(shares(), journal(), sync);
    }
    deleteRecursively(incoming());
    Files.createDirectories(incoming());
    sync.directory(root);
    sync.directory(shares());
  }

  private static void deleteRecursively(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Where all shares are. */
  Path shares() {
    return root.resolve("shares");
  }

  /** Where advisories of corruption are kept. */
  Path advisories() {
    return root.resolve("corruption-advisories");
  }

  /** The journal of changes, see {@link ChangeJournal}. */
  Path journal() {
    return incoming().resolve("truckee.journal");
  }

  /** A new name for a file that will replace a share; nothing has it after the next start. */
  Path replacement() {
    return incoming().resolve("truckee.replacement." + replacements.incrementAndGet());
  }

  /** The directory of all complete shares of an index. */
  Path bucket(StorageIndex index) {
    return shares().resolve(relative(index));
  }

  /** A complete share. */
  Path share(StorageIndex index, ShareNumber share) {
    return bucket(index).resolve(share.toString());
  }

  /** The path of {@link #share} below {@link #shares}. */
  String shareName(StorageIndex index, ShareNumber share) {
    return relative(index) + "/" + share;
  }

  private static String relative(StorageIndex index) {
    String name = index.toString();
    return name.substring(0, 2) + "/" + name;
  }

  private Path incoming() {
    return shares().resolve("incoming");
  }

  private Path incomingBucket(StorageIndex index) {
    return incoming().resolve(relative(index));
  }

  /** The names of all files in the bucket that can be shares, ascending. */
  SortedSet<ShareNumber> shareNumbers(StorageIndex index) throws IOException {
    SortedSet<ShareNumber> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(bucket(index))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (SHARE_NAME.matcher(name).matches()
            && Long.parseLong(name) <= Integer.MAX_VALUE
            && Files.isRegularFile(file)) {
          numbers.add(new ShareNumber(Integer.parseInt(name)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return numbers;
    }
    return numbers;
  }

  /** Makes sure that the bucket's directory is there. {@link #syncParents} makes it durable. */
  void createBucket(StorageIndex index) throws IOException {
    Path bucket = bucket(index);
    if (!Files.isDirectory(bucket)) {
      Files.createDirectories(bucket);
    }
  }

  /** Returns when the bucket's directory survives a power failure, if it is there. */
  void syncParents(StorageIndex index) throws IOException {
    Path prefix = bucket(index).getParent();
    sync.directory(prefix);
    String name = prefix.getFileName().toString();
    // Prefix directories are never removed, so that once is enough.
    if (!durablePrefixes.contains(name)) {
      sync.directory(shares());
      durablePrefixes.add(name);
    }
  }

  /** Creates the file of an upload. */
  IncomingFile createIncoming(StorageIndex index, ShareNumber share) throws IOException {
    Path bucket = incomingBucket(index);
    Path path = bucket.resolve(share.toString());
    // Another upload that ends may remove the directories between the two steps.
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(bucket);
        return new IncomingFile(path, ShareFile.create(path));
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Removes the directories of uploads of this index that nobody needs any more.
   *
   * @param prefixToo whether the directory above goes as well
   */
  void tidyIncoming(StorageIndex index, boolean prefixToo) throws IOException {
    Path bucket = incomingBucket(index);
    if (removeIfEmpty(bucket) && prefixToo) {
      removeIfEmpty(bucket.getParent());
    }
  }

  /** Removes the bucket's directory if no file is in it; tells whether it did. */
  boolean removeBucketIfEmpty(StorageIndex index) throws IOException {
    return removeIfEmpty(bucket(index));
  }

  private static boolean removeIfEmpty(Path directory) throws IOException {
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  /** The file of an upload, and where it is. */
  record IncomingFile(Path path, ShareFile file) {}
}
