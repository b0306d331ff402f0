package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** The directories and names of a storage directory ({@code spec/04 §2}). */
final class StorageDirectory implements Closeable {
  /** Begins the names of all segments of the write-ahead log; a number follows. */
  static final String SEGMENT = "truckee.wal.";

  private static final Logger log = LoggerFactory.getLogger(StorageDirectory.class);

  private static final List<String> PICKLES =
      List.of("bucket_counter.state", "lease_checker.state", "lease_checker.history");
  private static final Pattern SHARE_NAME = Pattern.compile("0|[1-9][0-9]{0,9}");

  private final Path root;
  private final DiskSync sync;
  private final DiskWatch watch;
  private final FileChannel lockFile;
  private final Path shares;
  private final Path incoming;

  private final DurableBuckets buckets;
  private final AtomicLong replacements = new AtomicLong();
  private final AtomicLong losses = new AtomicLong();
  private final Quarantine quarantine;
  private LogReplay.Leftover leftover = LogReplay.Leftover.NOTHING;

  private StorageDirectory(Path root, DiskSync sync, DiskWatch watch, FileChannel lockFile) {
    this.root = root;
    this.sync = sync;
    this.watch = watch;
    this.lockFile = lockFile;
    this.shares = root.resolve("shares");
    this.incoming = shares.resolve("incoming");
    this.buckets = new DurableBuckets(shares, sync);
    this.quarantine = new Quarantine(root, sync, watch);
  }

  /**
   * Prepares the directory for serving: throws away all shares that were not complete, and does
   * what the write-ahead log says was cut off.
   *
   * @throws StorageException if another process serves it, or files of an old release are in it
   */
  static StorageDirectory open(Path root, DiskSync sync, DiskWatch watch) throws IOException {
    refusePickles(root);
    Files.createDirectories(root);
    StorageDirectory directory = new StorageDirectory(root, sync, watch, lock(root));
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
    Files.createDirectories(shares);
    for (Path path : List.of(advisories(), incoming)) {
      clear(path, Files.isDirectory(path));
      Files.createDirectories(path);
    }
    // Before the replay, which may need the room.
    deleteUploads();
    leftover = new LogReplay(this, watch).run();
    sync.directory(root);
    sync.directory(shares);
  }

  private void deleteUploads() throws IOException {
    Set<Path> log = Set.copyOf(LogReplay.files(incoming).values());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
      for (Path path : left) {
        if (!log.contains(path)) {
          deleteRecursively(path);
        }
      }
    }
  }

  private static void deleteRecursively(Path top) throws IOException {
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
    return shares;
  }

  /** Where advisories of corruption are kept. */
  Path advisories() {
    return root.resolve("corruption-advisories");
  }

  /** Where uploads and the log are. Nothing is in it after the next start, whoever starts. */
  Path incoming() {
    return incoming;
  }

  /** What could not be done yet of the log that a server has left behind. */
  LogReplay.Leftover leftover() {
    return leftover;
  }

  /** Where things go that are in the way. */
  Quarantine quarantine() {
    return quarantine;
  }

  /** Creates a segment of the write-ahead log, see {@link WriteAheadLog}. */
  ShareFile createSegment(long number) throws IOException {
    return createInIncoming(SEGMENT + number);
  }

  /** Opens a file that is there to read and change it. */
  ShareFile openForChanging(Path path) throws IOException {
    return ShareFile.forChanging(path, watch);
  }

  /** Creates a file that will replace a share. Nothing has its name after the next start. */
  ShareFile createReplacement() throws IOException {
    String name = "truckee.replacement." + replacements.incrementAndGet();
    return createInIncoming(name);
  }

  /** What makes the names of shares survive power failures. */
  DurableBuckets buckets() {
    return buckets;
  }

  /** The directory of all complete shares of an index. */
  Path bucket(StorageIndex index) {
    return bucket(shares, index);
  }

  /** The directory of an index below the directory of all shares. */
  static Path bucket(Path shares, StorageIndex index) {
    String name = index.toString();
    return shares.resolve(name.substring(0, 2)).resolve(name);
  }

  /** A complete share. */
  Path share(StorageIndex index, ShareNumber share) {
    return bucket(index).resolve(share.toString());
  }

  /** Sets aside what is in the place of a share, its bucket or its prefix, and cannot be one. */
  boolean clearPlace(ShareName name) throws IOException {
    Path bucket = bucket(name.index());
    Path share = share(name.index(), name.share());
    return clear(bucket.getParent(), Files.isDirectory(bucket.getParent()))
        || clear(bucket, Files.isDirectory(bucket))
        || clear(share, Files.isRegularFile(share));
  }

  private boolean clear(Path path, boolean sound) throws IOException {
    // A link that leads nowhere may lead to a disk that is not mounted.
    boolean inTheWay = !sound && Files.exists(path);
    if (inTheWay) {
      quarantine.setAside(
          path,
          root.relativize(path).toString().replace('/', '.'),
          "something of its kind cannot be there");
    }
    return inTheWay;
  }

  /** The names of all files in the bucket that can be shares, ascending. */
  SortedSet<ShareNumber> shareNumbers(StorageIndex index) throws IOException {
    return shareNumbers(bucket(index));
  }

  /** The names of all files in the directory of a bucket that can be shares, ascending. */
  static SortedSet<ShareNumber> shareNumbers(Path bucket) throws IOException {
    SortedSet<ShareNumber> numbers = new TreeSet<>();
    // Most buckets that are asked for are not there, and an exception costs more than a look.
    if (!Files.isDirectory(bucket)) {
      return numbers;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(bucket)) {
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

  /**
   * Gives files the names of shares, whose bucket is made if it is not there. {@link
   * DurableBuckets#sync} makes that durable. The caller holds the index alone.
   *
   * @param files where the files are now
   */
  void publish(StorageIndex index, Map<ShareNumber, Path> files) throws IOException {
    boolean created = false;
    boolean published = false;
    try {
      for (Map.Entry<ShareNumber, Path> file : files.entrySet()) {
        ShareName name = new ShareName(index, file.getKey());
        try {
          created |= publish(name, file.getValue());
        } catch (FileSystemException e) {
          if (!clearPlace(name)) {
            throw e;
          }
          created |= publish(name, file.getValue());
        }
      }
      published = true;
    } finally {
      if (created && !published) {
        removeBucketIfEmpty(index);
      }
    }
  }

  /** Tells whether the bucket was made. */
  private boolean publish(ShareName name, Path file) throws IOException {
    boolean created = createBucket(name.index());
    Files.move(file, share(name.index(), name.share()), StandardCopyOption.ATOMIC_MOVE);
    return created;
  }

  private boolean createBucket(StorageIndex index) throws IOException {
    Path bucket = bucket(index);
    if (Files.isDirectory(bucket)) {
      return false;
    }
    buckets.noteNew(index);
    try {
      Files.createDirectory(bucket);
    } catch (NoSuchFileException e) {
      buckets.noteNewPrefix(index);
      Files.createDirectories(bucket);
    }
    return true;
  }

  /** Creates the file of an upload. Nothing has its name after the next start. */
  ShareFile createIncoming(StorageIndex index, ShareNumber share) throws IOException {
    return createInIncoming(index + "." + share);
  }

  private ShareFile createInIncoming(String name) throws IOException {
    Path path = incoming.resolve(name);
    try {
      return ShareFile.create(path, watch);
    } catch (NoSuchFileException e) {
      // Somebody has removed the directory, and with it what was in it.
      log.error("{} was removed while the server runs, and is made again", incoming);
      losses.incrementAndGet();
      Files.createDirectories(incoming);
      sync.directory(shares);
      return ShareFile.create(path, watch);
    }
  }

  /** How often what was in {@link #incoming} was removed by somebody else. */
  long losses() {
    return losses.get();
  }

  /** Removes the bucket's directory if no file is in it; tells whether it did. */
  boolean removeBucketIfEmpty(StorageIndex index) throws IOException {
    try {
      boolean removed = Files.deleteIfExists(bucket(index));
      if (removed) {
        buckets.noteRemoved(index);
      }
      return removed;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
