package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A disk that knows what was synced, and can show what a power failure leaves: of anything else
 * each sector and each name may be lost or not. What is there when it is made is durable. Now and
 * then it makes all names durable by itself, as a system does.
 */
final class LosingDisk implements DiskWatch, AutoCloseable {
  private static final int SECTOR = 512;

  private final Path root;
  private final Random chance;
  private final Map<Key, byte[]> contents = new HashMap<>();
  private final Map<Key, Map<String, Key>> directories = new HashMap<>();

  /** What is open is not deleted for good, so that nothing else gets a key that has a name. */
  private final Map<Key, FileChannel> held = new HashMap<>();

  private long left = Long.MAX_VALUE;
  private int wholeSyncs;

  private record Key(boolean directory, Object inode) {}

  LosingDisk(Path root, Random chance) throws IOException {
    this.root = root;
    this.chance = chance;
    for (Path path : everything()) {
      keep(path);
    }
  }

  /** From now on so many writes and syncs can be made. */
  synchronized void losesPowerAfter(long operations) {
    left = operations;
  }

  @Override
  public synchronized void writing(Path file, long bytes) throws IOException {
    step();
  }

  @Override
  public synchronized void syncing(Path path) throws IOException {
    step();
    keep(path);
  }

  /** One call that keeps everything. */
  WholeSync wholeSync() {
    return new WholeSync() {
      @Override
      public void open() {
        // It notices everything from the beginning.
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void sync() throws IOException {
        keepAll();
      }

      @Override
      public void close() {
        // The disk goes on.
      }
    };
  }

  private synchronized void keepAll() throws IOException {
    step();
    for (Path path : everything()) {
      keep(path);
    }
    wholeSyncs++;
  }

  /** How often everything was made durable with one call. */
  synchronized int wholeSyncs() {
    return wholeSyncs;
  }

  /** What is there now; others may be deleting some of it at this moment. */
  private List<Path> everything() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused) {
            found.add(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }
        });
    return found;
  }

  private void step() throws IOException {
    if (left >= 0 && chance.nextInt(5) == 0) {
      keepNames();
    }
    if (left <= 0) {
      left = -1;
      throw new IOException("the power is off");
    }
    left--;
  }

  private void keepNames() throws IOException {
    for (Path path : everything()) {
      if (Files.isDirectory(path)) {
        keep(path);
      }
    }
  }

  private void keep(Path path) throws IOException {
    try {
      Key key = keyToHold(path);
      if (key.directory) {
        directories.put(key, names(path));
      } else {
        contents.put(key, Files.readAllBytes(path));
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  private Key keyToHold(Path path) throws IOException {
    Key key = key(path);
    if (!held.containsKey(key)) {
      held.put(key, FileChannel.open(path, StandardOpenOption.READ));
    }
    return key;
  }

  private static Key key(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Key(attributes.isDirectory(), attributes.fileKey());
  }

  private Map<String, Key> names(Path directory) throws IOException {
    Map<String, Key> names = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        try {
          names.put(file.getFileName().toString(), keyToHold(file));
        } catch (NoSuchFileException e) {
          // Deleted meanwhile, which says nothing of the other names.
          continue;
        }
      }
    }
    return names;
  }

  /** Makes a directory with what a power failure now may leave. */
  synchronized void whatIsLeft(Path target) throws IOException {
    Map<Key, Path> present = new HashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        present.put(key(path), path);
      }
    }
    // Of some failures nothing survives that need not.
    rebuild(key(root), target, present, chance.nextInt(3) > 0);
  }

  private void rebuild(Key key, Path target, Map<Key, Path> present, boolean mixed)
      throws IOException {
    Path now = present.get(key);
    if (!key.directory) {
      Files.write(target, content(key, now, mixed));
      return;
    }
    Files.createDirectories(target);
    Map<String, Key> kept = directories.getOrDefault(key, Map.of());
    Map<String, Key> current = now == null ? kept : names(now);
    TreeSet<String> all = new TreeSet<>(kept.keySet());
    all.addAll(current.keySet());
    for (String name : all) {
      Key child = mixed && chance.nextBoolean() ? current.get(name) : kept.get(name);
      if (child != null) {
        rebuild(child, target.resolve(name), present, mixed);
      }
    }
  }

  private byte[] content(Key key, Path now, boolean mixed) throws IOException {
    byte[] kept = contents.getOrDefault(key, new byte[0]);
    if (now == null || !mixed) {
      return kept;
    }
    byte[] current = Files.readAllBytes(now);
    byte[] content = new byte[chance.nextBoolean() ? current.length : kept.length];
    for (int begin = 0; begin < content.length; begin += SECTOR) {
      byte[] from = chance.nextBoolean() ? current : kept;
      int count = Math.min(SECTOR, Math.min(content.length, from.length) - begin);
      if (count > 0) {
        System.arraycopy(from, begin, content, begin, count);
      }
    }
    return content;
  }

  @Override
  public synchronized void close() throws IOException {
    for (FileChannel channel : held.values()) {
      channel.close();
    }
  }
}
