package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A share file with changes that are not made yet: reads show the file as it will be. The container
 * formats write into this, and {@link ShareChanges} brings it to the disk as a whole.
 *
 * <p>Zeros are kept as a count, whoever asks for how many.
 */
final class StagedFile implements ReadableBytes {
  private final Optional<ReadableBytes> base;
  private final long baseLength;
  private final TreeMap<Long, Piece> pieces = new TreeMap<>();
  private long length;

  private StagedFile(Optional<ReadableBytes> base, long baseLength) {
    this.base = base;
    this.baseLength = baseLength;
    this.length = baseLength;
  }

  /** Changes to a file that exists. */
  static StagedFile over(ReadableBytes file) throws IOException {
    return new StagedFile(Optional.of(file), file.length());
  }

  /** A file that does not exist yet. */
  static StagedFile empty() {
    return new StagedFile(Optional.empty(), 0);
  }

  @Override
  public long length() {
    return length;
  }

  /** The length of the file before the changes. */
  long baseLength() {
    return baseLength;
  }

  /** What will be written, ascending, without overlaps. */
  List<Piece> pieces() {
    return List.copyOf(pieces.values());
  }

  /** The bytes that will be written, zeros not counted. */
  long writtenBytes() {
    return pieces.values().stream().filter(Piece::hasData).mapToLong(Piece::length).sum();
  }

  /** Writes all of {@code bytes}, which must not be changed afterwards. */
  void write(long position, ByteBuffer bytes) {
    if (bytes.hasRemaining()) {
      ByteBuffer data = bytes.slice();
      put(new Piece(position, data.remaining(), Optional.of(data)));
    }
  }

  /** Writes {@code count} zeros. */
  void writeZeros(long position, long count) {
    if (count > 0) {
      put(new Piece(position, count, Optional.empty()));
    }
  }

  /** Cuts the file, which is at least so long. */
  void truncateTo(long end) {
    carve(end, Long.MAX_VALUE);
    length = end;
  }

  private void put(Piece piece) {
    carve(piece.position, piece.end());
    length = Math.max(length, piece.end());
    // Past the old end of the file there are zeros anyway.
    if (piece.hasData()) {
      pieces.put(piece.position, piece);
    } else if (piece.position < baseLength) {
      long end = Math.min(piece.end(), baseLength);
      pieces.put(piece.position, piece.part(piece.position, end));
    }
  }

  private void carve(long begin, long end) {
    for (Piece old : overlapping(begin, end)) {
      pieces.remove(old.position);
      if (old.position < begin) {
        pieces.put(old.position, old.part(old.position, begin));
      }
      if (old.end() > end) {
        pieces.put(end, old.part(end, old.end()));
      }
    }
  }

  private List<Piece> overlapping(long begin, long end) {
    Map.Entry<Long, Piece> before = pieces.lowerEntry(begin);
    List<Piece> found = new ArrayList<>();
    if (before != null && before.getValue().end() > begin) {
      found.add(before.getValue());
    }
    found.addAll(pieces.subMap(begin, end).values());
    return found;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int wanted = Math.clamp(length - position, 0, target.remaining());
    if (wanted == 0) {
      return 0;
    }
    int start = target.position();
    ByteBuffer window = target.slice(start, wanted);
    if (base.isPresent() && position < baseLength) {
      base.get().read(position, window);
    }
    window.put(new byte[window.remaining()]);
    for (Piece piece : overlapping(position, position + wanted)) {
      overlay(piece, position, window);
    }
    target.position(start + wanted);
    return wanted;
  }

  private static void overlay(Piece piece, long position, ByteBuffer window) {
    long begin = Math.max(piece.position, position);
    long end = Math.min(piece.end(), position + window.capacity());
    Piece part = piece.part(begin, end);
    int at = (int) (begin - position);
    int count = (int) (end - begin);
    if (part.data.isPresent()) {
      window.put(at, part.data.get(), 0, count);
    } else {
      window.put(at, new byte[count]);
    }
  }

  /**
   * Bytes that will be written.
   *
   * @param position where in the file
   * @param length how many
   * @param data the bytes; empty for zeros
   */
  record Piece(long position, long length, Optional<ByteBuffer> data) {
    long end() {
      return position + length;
    }

    boolean hasData() {
      return data.isPresent();
    }

    Piece part(long begin, long end) {
      int skip = Math.toIntExact(hasData() ? begin - position : 0);
      return new Piece(
          begin, end - begin, data.map(bytes -> bytes.slice(skip, (int) (end - begin))));
    }
  }
}
