package org.truckee.grid.immutable.assist;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridException;
import org.truckee.grid.transfer.FileThreads;

/**
 * The crypttext that a helper keeps, one file for each storage index ({@code spec/07 §10.5}): what
 * has come so far of an incomplete one, and complete ones. There is no other state.
 */
final class CrypttextFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CrypttextFiles.class);
  private static final Duration OLD = Duration.ofHours(48);

  /** So much of the disk is left to others. */
  private static final long SPARE = 64L << 20;

  /** After so many bytes, what has come is sure to outlive a loss of power. */
  private static final long SYNC_EVERY = 32L << 20;

  private final Path incoming;
  private final Path encoding;
  private final Clock clock;
  private final FileThreads threads;

  /** Creates the folders if they are missing. */
  CrypttextFiles(Path directory, Clock clock, FileThreads threads) throws IOException {
    this.incoming = Files.createDirectories(directory.resolve("CHK_incoming"));
    this.encoding = Files.createDirectories(directory.resolve("CHK_encoding"));
    this.clock = clock;
    this.threads = threads;
  }

  /** The size of a complete file; empty if it is not complete. */
  OptionalLong complete(StorageIndex index) throws IOException {
    return threads.call(() -> sizeOf(index));
  }

  private OptionalLong sizeOf(StorageIndex index) throws IOException {
    try {
      return OptionalLong.of(Files.size(encoding.resolve(index.toString())));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Goes on with an incomplete file, or begins it. What is longer than the file is no part of it,
   * and is thrown away.
   *
   * @param size of the complete file
   * @throws GridException if the disk has no room for the rest
   */
  Incoming receive(StorageIndex index, long size) throws IOException {
    return threads.call(() -> open(index, size));
  }

  private Incoming open(StorageIndex index, long size) throws IOException {
    FileChannel channel = FileChannel.open(incoming.resolve(index.toString()), CREATE, READ, WRITE);
    try {
      if (channel.size() > size) {
        LOG.warn("what there was of {} is longer than the file: it is begun again", index);
        channel.truncate(0);
      } else if (isOfAnEarlierStart(incoming.resolve(index.toString()))) {
        channel.truncate(channel.size() / SYNC_EVERY * SYNC_EVERY);
      }
      requireRoom(size - channel.size());
      return new Incoming(index, channel, channel.size());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the machine has been started since: what was not synced may have been lost. */
  private static boolean isOfAnEarlierStart(Path file) throws IOException {
    Optional<Instant> start = ProcessHandle.of(1).flatMap(first -> first.info().startInstant());
    return start.isPresent() && Files.getLastModifiedTime(file).toInstant().isBefore(start.get());
  }

  private void requireRoom(long bytes) throws IOException {
    long free = Files.getFileStore(incoming).getUsableSpace();
    if (bytes > free - SPARE) {
      throw new GridException(
          "the helper has no room for %d bytes: %d are free on its disk".formatted(bytes, free));
    }
  }

  /** An incomplete file that grows. */
  final class Incoming implements AutoCloseable {
    private final StorageIndex index;
    private final FileChannel channel;
    private long length;
    private long synced;

    private Incoming(StorageIndex index, FileChannel channel, long length) {
      this.index = index;
      this.channel = channel;
      this.length = length;
      this.synced = length;
    }

    /** How many bytes there are. */
    long length() {
      return length;
    }

    /** Adds what has come. */
    void append(byte[] bytes) throws IOException {
      threads.call(
          () -> {
            write(bytes);
            return null;
          });
    }

    private void write(byte[] bytes) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        length += channel.write(rest, length);
      }
      if (length - synced >= SYNC_EVERY) {
        channel.force(false);
        synced = length;
      }
    }

    /** Makes it a complete file, which it is also after a loss of power. */
    void complete() throws IOException {
      threads.call(
          () -> {
            finish();
            return null;
          });
    }

    private void finish() throws IOException {
      channel.force(true);
      String name = index.toString();
      Files.move(incoming.resolve(name), encoding.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      sync(encoding);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  /** Opens a complete file. */
  StoredCrypttext open(StorageIndex index) throws IOException {
    return new StoredCrypttext(encoding.resolve(index.toString()), threads);
  }

  /** Removes a complete file. */
  void delete(StorageIndex index) throws IOException {
    threads.call(() -> Files.deleteIfExists(encoding.resolve(index.toString())));
  }

  AssistantStatistics.Files incoming() throws IOException {
    return count(incoming);
  }

  AssistantStatistics.Files encoding() throws IOException {
    return count(encoding);
  }

  private AssistantStatistics.Files count(Path folder) throws IOException {
    Instant limit = clock.instant().minus(OLD);
    int[] count = {0};
    long[] bytes = {0, 0};
    each(
        folder,
        (_, attributes) -> {
          count[0]++;
          bytes[0] += attributes.size();
          bytes[1] +=
              attributes.lastModifiedTime().toInstant().isBefore(limit) ? attributes.size() : 0;
        });
    return new AssistantStatistics.Files(count[0], bytes[0], bytes[1]);
  }

  /** Removes files that nobody has gone on with for so long. */
  void removeOlderThan(Duration age, Predicate<StorageIndex> inUse) throws IOException {
    Instant limit = clock.instant().minus(age);
    for (Path folder : new Path[] {incoming, encoding}) {
      each(
          folder,
          (file, attributes) -> {
            if (attributes.lastModifiedTime().toInstant().isBefore(limit)
                && indexOf(file).filter(inUse.negate()).isPresent()) {
              LOG.info("{} is removed: nobody has gone on with it", file);
              Files.deleteIfExists(file);
            }
          });
    }
  }

  /** Files with other names were put there by others, and are left to them. */
  private static Optional<StorageIndex> indexOf(Path file) {
    try {
      return Optional.of(StorageIndex.parse(file.getFileName().toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is done with a file. */
  private interface Visit {
    void file(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private void each(Path folder, Visit visit) throws IOException {
    threads.call(
        () -> {
          visitAll(folder, visit);
          return null;
        });
  }

  private static void visitAll(Path folder, Visit visit) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try {
          visit.file(file, Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
          LOG.debug("{} is gone meanwhile", file);
        }
      }
    }
  }
}
