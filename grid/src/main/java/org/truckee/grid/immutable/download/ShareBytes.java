package org.truckee.grid.immutable.download;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.StorageException;

/**
 * The bytes of one share that have been read so far. What is missing when it is needed is read
 * then; what lies behind the end of the share is an error, once and for all. Used by one thread.
 */
public final class ShareBytes {
  /** A gap between two ranges up to this size is read rather than asking twice. */
  private static final long GAP = 4096;

  private static final long LAST_OFFSET = 1L << 60;

  private final BucketReader reader;
  private final BlockBuffers buffers;
  private final List<Chunk> chunks = new ArrayList<>();
  private long knownEnd = Long.MAX_VALUE;
  private boolean asked;

  private record Chunk(long offset, byte[] array, int length) {
    boolean holds(long from, int count) {
      return offset <= from && from + count <= offset + length;
    }
  }

  public ShareBytes(BucketReader reader, BlockBuffers buffers) {
    this.reader = reader;
    this.buffers = buffers;
  }

  /** Takes what has come already; the arrays become this share's. */
  public void add(List<Excerpt> excerpts) {
    for (Excerpt excerpt : excerpts) {
      byte[] bytes = excerpt.bytes();
      keep(new Chunk(excerpt.range().begin(), bytes, bytes.length), excerpt.range());
    }
  }

  /**
   * Reads those of the ranges that are not there, all at the same time. Ranges that lie near each
   * other become one read; nothing is wrong if they reach beyond the end of the share.
   */
  public void prefetch(List<ByteRange> ranges) throws ShareException, InterruptedException {
    List<ByteRange> missing = merged(ranges.stream().filter(range -> !holds(range)).toList());
    if (missing.isEmpty()) {
      return;
    }
    try (TaskScope<ByteRange, Chunk> scope = new TaskScope<>("read share")) {
      for (ByteRange range : missing.subList(1, missing.size())) {
        scope.fork(range, () -> read(range));
      }
      keep(read(missing.getFirst()), missing.getFirst());
      while (scope.hasPending()) {
        Outcome<ByteRange, Chunk> read = scope.next();
        keep(read.value(ShareException.class), read.key());
      }
    }
  }

  /**
   * The {@code length} bytes from {@code offset} on.
   *
   * @param what names them in the error
   * @throws ShareException if the share ends before
   */
  public Slice need(long offset, int length, String what)
      throws ShareException, InterruptedException {
    for (Chunk chunk : chunks) {
      if (chunk.holds(offset, length)) {
        return new Slice(chunk.array, (int) (offset - chunk.offset), length);
      }
    }
    if (offset < 0 || offset > LAST_OFFSET) {
      throw ShareException.corrupt("its header has the %s at %d".formatted(what, offset));
    }
    ByteRange range = new ByteRange(offset, offset + length);
    if (range.end() <= knownEnd) {
      Chunk chunk = read(range);
      keep(chunk, range);
      if (chunk.length == length) {
        return new Slice(chunk.array, 0, length);
      }
    }
    throw ShareException.corrupt(
        "it ends at byte %d within the %s [%d-%d)".formatted(knownEnd, what, offset, range.end()));
  }

  /** Whether anything had to be read. */
  boolean asked() {
    return asked;
  }

  /** All arrays that hold the bytes, for their second use. */
  public List<byte[]> arrays() {
    return chunks.stream().map(Chunk::array).toList();
  }

  /** Whether nothing has to be read to have these bytes, as far as the share has them. */
  public boolean holds(ByteRange range) {
    long end = Math.min(range.end(), knownEnd);
    return end <= range.begin()
        || chunks.stream().anyMatch(c -> c.holds(range.begin(), (int) (end - range.begin())));
  }

  private Chunk read(ByteRange range) throws ShareException, InterruptedException {
    asked = true;
    byte[] array = buffers.take(Math.toIntExact(range.length()));
    try {
      ByteBuffer target = ByteBuffer.wrap(array, 0, (int) range.length());
      reader.read(range.begin(), target);
      return new Chunk(range.begin(), array, target.position());
    } catch (StorageException e) {
      throw ShareException.unreachable(String.valueOf(e.getMessage()));
    }
  }

  private void keep(Chunk chunk, ByteRange asked) {
    chunks.add(chunk);
    if (chunk.length < asked.length()) {
      knownEnd = Math.min(knownEnd, chunk.offset + chunk.length);
    }
  }

  /** The ranges in their order; those that lie near each other have become one. */
  static List<ByteRange> merged(List<ByteRange> ranges) {
    List<ByteRange> merged = new ArrayList<>();
    for (ByteRange range :
        ranges.stream().sorted(Comparator.comparingLong(ByteRange::begin)).toList()) {
      ByteRange last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && range.begin() - last.end() <= GAP) {
        merged.set(
            merged.size() - 1, new ByteRange(last.begin(), Math.max(last.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }
}
