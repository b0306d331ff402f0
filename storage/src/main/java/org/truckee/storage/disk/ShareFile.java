package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A share file held open, for any number of threads.
 *
 * <p>An interrupt closes a {@link FileChannel} under everybody who uses it. Here the channel is
 * opened again and the operation, which never waits for anybody else, is finished; the thread stays
 * interrupted. For the same reason an idle file can give its descriptor back with {@link #park}.
 */
final class ShareFile implements ReadableBytes, Closeable {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> CHANGE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** Several buffers of at most this many bytes together are copied into one. */
  private static final long COPIED = 1 << 16;

  private static final int COPIED_AT_ONCE = 1 << 18;

  private final Path path;
  private final Set<OpenOption> options;
  private final boolean replaceable;
  private final DiskWatch watch;
  private volatile FileChannel channel;
  private boolean closed;

  private ShareFile(Path path, Set<OpenOption> options, boolean replaceable, FileChannel channel) {
    this(path, options, replaceable, channel, DiskWatch.NONE);
  }

  private ShareFile(
      Path path,
      Set<OpenOption> options,
      boolean replaceable,
      FileChannel channel,
      DiskWatch watch) {
    this.path = path;
    this.options = options;
    this.replaceable = replaceable;
    this.channel = channel;
    this.watch = watch;
  }

  /** Opens a file whose name stays with its content for good. */
  static ShareFile forReading(Path path) throws IOException {
    return new ShareFile(path, READ, false, FileChannel.open(path, READ));
  }

  /** Opens a file whose name may later stand for another file, which must not be mixed up. */
  static ShareFile forReadingReplaceable(Path path) throws IOException {
    return new ShareFile(path, READ, true, FileChannel.open(path, READ));
  }

  /** Opens a file to read and change it. */
  static ShareFile forChanging(Path path, DiskWatch watch) throws IOException {
    return new ShareFile(path, CHANGE, false, FileChannel.open(path, CHANGE), watch);
  }

  /** Creates a file that must not exist. */
  static ShareFile create(Path path) throws IOException {
    return create(path, DiskWatch.NONE);
  }

  /** Creates a file whose changes a watch hears of. */
  static ShareFile create(Path path, DiskWatch watch) throws IOException {
    return new ShareFile(path, CHANGE, false, FileChannel.open(path, CREATE), watch);
  }

  Path path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    return uninterrupted(FileChannel::size);
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      int from = target.position();
      long at = position + from - start;
      // An interrupted read may have moved the buffer before it failed.
      int count = uninterrupted(current -> current.read(target.position(from), at));
      if (count < 0) {
        break;
      }
    }
    return target.position() - start;
  }

  /** Writes all of {@code source}, which is consumed. */
  void write(long position, ByteBuffer source) throws IOException {
    watch.writing(path, source.remaining());
    int start = source.position();
    while (source.hasRemaining()) {
      int from = source.position();
      long at = position + from - start;
      uninterrupted(current -> current.write(source.position(from), at));
    }
  }

  /**
   * Writes all of {@code sources}, one after another, which are consumed. One thread at a time may
   * do this.
   */
  void write(long position, ByteBuffer... sources) throws IOException {
    long total = 0;
    for (ByteBuffer source : sources) {
      total += source.remaining();
    }
    if (sources.length == 1) {
      write(position, sources[0]);
    } else if (total <= COPIED) {
      ByteBuffer copy = ByteBuffer.allocate((int) total);
      for (ByteBuffer source : sources) {
        copy.put(source);
      }
      write(position, copy.flip());
    } else {
      gather(position, total, sources);
    }
  }

  private void gather(long position, long total, ByteBuffer[] sources) throws IOException {
    watch.writing(path, total);
    for (long done = 0; done < total; ) {
      long from = done;
      // The JDK has no gathering write at a position.
      done +=
          uninterrupted(
              current -> current.position(position + from).write(remaining(sources, from)));
    }
    for (ByteBuffer source : sources) {
      source.position(source.limit());
    }
  }

  /** Views of what follows the first {@code done} bytes. */
  private static ByteBuffer[] remaining(ByteBuffer[] sources, long done) {
    ByteBuffer[] rest = new ByteBuffer[sources.length];
    long skip = done;
    for (int i = 0; i < sources.length; i++) {
      int skipped = (int) Math.min(skip, sources[i].remaining());
      rest[i] = sources[i].duplicate().position(sources[i].position() + skipped);
      skip -= skipped;
    }
    return rest;
  }

  /** Writes {@code count} zero bytes. */
  void writeZeros(long position, long count) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(count, 1 << 16));
    for (long done = 0; done < count; ) {
      zeros.clear().limit((int) Math.min(count - done, zeros.capacity()));
      int step = zeros.remaining();
      write(position + done, zeros);
      done += step;
    }
  }

  /** Makes the file longer, with zeros that take no room on the disk. */
  void extendTo(long length) throws IOException {
    if (length > length()) {
      write(length - 1, ByteBuffer.allocate(1));
    }
  }

  /** Cuts the file. */
  void truncateTo(long length) throws IOException {
    uninterrupted(current -> current.truncate(length));
  }

  /** Copies the first {@code count} bytes, as far as there are so many, into another file. */
  void copyTo(ShareFile target, long count) throws IOException {
    // Not with one call for both channels: an interrupt closes one, and which cannot be told.
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, COPIED_AT_ONCE));
    for (long done = 0; done < count; ) {
      part.clear().limit((int) Math.min(count - done, part.capacity()));
      int read = read(done, part);
      if (read == 0) {
        return;
      }
      target.write(done, part.flip());
      done += read;
    }
  }

  /** Returns when what was written survives a power failure. */
  void force() throws IOException {
    uninterrupted(
        current -> {
          current.force(false);
          return null;
        });
  }

  /** Gives the file descriptor back until the next operation. */
  void park() throws IOException {
    channel.close();
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    channel.close();
  }

  private <T> T uninterrupted(Operation<T> operation) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        FileChannel current = channel;
        try {
          return operation.on(current);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
          reopen(current);
        } catch (ClosedChannelException e) {
          reopen(current);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen(FileChannel lost) throws IOException {
    if (closed) {
      throw new IOException("the share is no longer open");
    }
    if (channel.isOpen()) {
      return;
    }
    if (replaceable) {
      throw new IOException("the share was let go because a reader was interrupted; open it again");
    }
    channel = FileChannel.open(path, options);
  }

  /** One system call or a few, that may be made again from the start. */
  @FunctionalInterface
  private interface Operation<T> {
    T on(FileChannel channel) throws IOException;
  }
}
