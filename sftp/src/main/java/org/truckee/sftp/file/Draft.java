package org.truckee.sftp.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.grid.FileContents;
import org.truckee.grid.Source;
import org.truckee.sftp.file.Ranges.Range;

/**
 * What a file holds that may be written: the contents it had, and over them what was written since.
 * A place that is in neither is zero, and costs nothing.
 *
 * <p>Reads, writes and changes of the size come one at a time; {@link #fill} may run beside them
 * and never replaces what was written.
 */
final class Draft implements AutoCloseable {
  /** More ranges than that are made one, so that they do not take memory without limit. */
  private static final int MOST_RANGES = 1 << 14;

  private static final int CHUNK = 128 << 10;

  private final Optional<RangeReader> base;
  private final OpenDrafts drafts;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock filling = new ReentrantLock();
  private final Ranges written = new Ranges();
  private SpoolFile file;
  private long baseSize;
  private long size;
  private volatile boolean closed;

  /**
   * Begins one.
   *
   * @param contents what it held before; empty for nothing
   */
  Draft(Optional<FileContents> contents, OpenDrafts drafts) {
    this.base = contents.map(RangeReader::new);
    this.drafts = drafts;
    this.baseSize = contents.map(FileContents::size).orElse(0L);
    this.size = baseSize;
  }

  long size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** What reads the contents that it had, if it had any. */
  Optional<RangeReader> base() {
    return base;
  }

  /** Reads exactly the bytes of a range that ends before {@link #size}. */
  void read(long offset, byte[] target, int length) throws IOException, InterruptedException {
    List<Range> fromBase;
    lock.lock();
    try {
      Arrays.fill(target, 0, length, (byte) 0);
      long end = offset + length;
      for (Range range : written.within(offset, end)) {
        file.read(range.start(), target, (int) (range.start() - offset), (int) range.length());
      }
      fromBase = written.missing(offset, Math.clamp(baseSize, offset, end));
    } finally {
      lock.unlock();
    }
    for (Range range : fromBase) {
      base.orElseThrow()
          .read(range.start(), target, (int) (range.start() - offset), (int) range.length());
    }
  }

  /** Puts bytes at a place. */
  void write(long offset, byte[] data) throws IOException, InterruptedException {
    boolean many;
    lock.lock();
    try {
      if (data.length > 0) {
        put(offset, data, 0, data.length);
        size = Math.max(size, offset + data.length);
      }
      many = written.count() > MOST_RANGES;
    } finally {
      lock.unlock();
    }
    if (many) {
      fill();
      fillWithZeros();
    }
  }

  private void put(long offset, byte[] data, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("the file is closed");
    }
    if (file == null) {
      file = drafts.spoolFile();
    }
    file.write(offset, data, from, length);
    written.add(offset, offset + length);
  }

  /** Cuts the end off, or adds zeros there. */
  void resize(long wanted) throws IOException {
    lock.lock();
    try {
      written.cut(wanted);
      if (file != null && wanted < size) {
        file.truncate(wanted);
      }
      baseSize = Math.min(baseSize, wanted);
      size = wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Fetches what is still to be had of the old contents, so that they are needed no more. */
  void fill() throws IOException, InterruptedException {
    filling.lockInterruptibly();
    try {
      byte[] chunk = new byte[CHUNK];
      for (Optional<Range> gap = nextGap(); gap.isPresent(); gap = nextGap()) {
        fill(gap.get(), chunk);
      }
    } finally {
      filling.unlock();
    }
  }

  private Optional<Range> nextGap() {
    lock.lock();
    try {
      return written.missing(0, baseSize).stream().findFirst();
    } finally {
      lock.unlock();
    }
  }

  private void fill(Range gap, byte[] chunk) throws IOException, InterruptedException {
    try (InputStream in = base.orElseThrow().stream(gap.start(), gap.length())) {
      long at = gap.start();
      for (int read = in.readNBytes(chunk, 0, chunk.length);
          read > 0;
          read = in.readNBytes(chunk, 0, chunk.length)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        putWhereMissing(at, chunk, read);
        at += read;
      }
      if (at < gap.end()) {
        throw new IOException("the file ended before its size");
      }
    }
  }

  private void putWhereMissing(long at, byte[] chunk, int length) throws IOException {
    lock.lock();
    try {
      for (Range range : written.missing(at, Math.clamp(baseSize, at, at + length))) {
        put(range.start(), chunk, (int) (range.start() - at), (int) range.length());
      }
    } finally {
      lock.unlock();
    }
  }

  private void fillWithZeros() throws IOException {
    byte[] zeros = new byte[CHUNK];
    lock.lock();
    try {
      for (Range gap : written.missing(0, size)) {
        for (long at = gap.start(); at < gap.end(); at += CHUNK) {
          put(at, zeros, 0, (int) Math.min(CHUNK, gap.end() - at));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** All of it, to be uploaded. It must have been filled, and must not change any more. */
  Source source() {
    return new Source() {
      @Override
      public long size() {
        return Draft.this.size();
      }

      @Override
      public InputStream open() {
        return new DraftStream();
      }
    };
  }

  /** From the beginning to the end. */
  private final class DraftStream extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = (int) Math.min(Math.min(CHUNK, length), Draft.this.size() - position);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      byte[] piece = offset == 0 ? target : new byte[count];
      try {
        Draft.this.read(position, piece, count);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while reading what was written", e);
      }
      if (piece != target) {
        System.arraycopy(piece, 0, target, offset, count);
      }
      position += count;
      return count;
    }
  }

  /** Forgets it all. */
  @Override
  public void close() {
    closed = true;
    drafts.forget(this);
    base.ifPresent(RangeReader::close);
    lock.lock();
    try {
      if (file != null) {
        file.close();
        file = null;
      }
      written.cut(0);
    } finally {
      lock.unlock();
    }
  }
}
