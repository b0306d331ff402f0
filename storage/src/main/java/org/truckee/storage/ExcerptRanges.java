package org.truckee.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of share data that are wanted of every share of an index ({@link
 * LocalStorageServer#excerpts}). What reaches behind the end of a share is cut off.
 */
public record ExcerptRanges(List<ByteRange> ranges) {
  public ExcerptRanges {
    ranges = List.copyOf(ranges);
  }

  /** Reads share data at an offset; 0 only where there are none. */
  @FunctionalInterface
  public interface Source {
    int read(long offset, ByteBuffer target) throws IOException;
  }

  /** The end of the range that reaches furthest; 0 if there is none. */
  public long end() {
    long end = 0;
    for (ByteRange range : ranges) {
      end = Math.max(end, range.end());
    }
    return end;
  }

  /**
   * Reads the ranges of one share, one array for each.
   *
   * @param length bytes of share data
   * @param most if they have more bytes together the list is empty
   */
  public List<byte[]> read(long length, long most, Source source) throws IOException {
    List<ByteRange> there = new ArrayList<>(ranges.size());
    long left = most;
    for (ByteRange range : ranges) {
      ByteRange cut = new ByteRange(Math.min(range.begin(), length), Math.min(range.end(), length));
      there.add(cut);
      left -= cut.length();
      if (left < 0) {
        return List.of();
      }
    }
    List<byte[]> data = new ArrayList<>(there.size());
    for (ByteRange range : there) {
      data.add(read(range, source));
    }
    return data;
  }

  private static byte[] read(ByteRange range, Source source) throws IOException {
    ByteBuffer target = ByteBuffer.allocate((int) range.length());
    while (target.hasRemaining()) {
      if (source.read(range.begin() + target.position(), target) == 0) {
        throw new StorageException("a share was shortened while it was read");
      }
    }
    return target.array();
  }

  /** How many bytes were read. */
  public static int bytes(List<byte[]> data) {
    int bytes = 0;
    for (byte[] part : data) {
      bytes += part.length;
    }
    return bytes;
  }
}
