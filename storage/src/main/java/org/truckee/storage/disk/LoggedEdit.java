package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of one share file, as the write-ahead log has it: how long the file becomes, and the
 * bytes that are written into it, which stay in the log and are copied from there.
 *
 * <p>On disk: size of the list, length of the file, number of pieces; of each piece where it goes,
 * how long it is, and 1 if it has bytes or 0 if it is all zeros; then the bytes of all pieces.
 */
record LoggedEdit(long newLength, List<Piece> pieces) {
  /** Bytes of the shortest edit. */
  static final int SMALLEST = 16;

  private static final int PIECE_SIZE = 17;
  private static final int LONGEST_LIST = 1 << 26;
  private static final int COPIED_AT_ONCE = 1 << 18;

  /**
   * A piece of the change.
   *
   * @param target where in the share file
   * @param length how many bytes
   * @param source where in the log they are; −1 for zeros
   */
  record Piece(long target, long length, long source) {}

  /** The list and the bytes. */
  static List<ByteBuffer> write(StagedFile staged) throws IOException {
    List<StagedFile.Piece> pieces = staged.pieces();
    long size = SMALLEST + (long) PIECE_SIZE * pieces.size();
    if (size > LONGEST_LIST) {
      throw new IOException("the change has %d pieces, too many".formatted(pieces.size()));
    }
    ByteBuffer list = ByteBuffer.allocate((int) size);
    list.putInt((int) size).putLong(staged.length()).putInt(pieces.size());
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(list);
    for (StagedFile.Piece piece : pieces) {
      list.putLong(piece.position()).putLong(piece.length());
      list.put((byte) (piece.hasData() ? 1 : 0));
      piece.data().ifPresent(data -> parts.add(data.duplicate()));
    }
    list.flip();
    return parts;
  }

  /**
   * Reads what a record has.
   *
   * @throws IOException if it makes no sense
   */
  static LoggedEdit read(ReadableBytes segment, LogRecord record) throws IOException {
    ByteBuffer head = segment.field(record.body(), SMALLEST);
    int size = head.getInt();
    long newLength = head.getLong();
    int count = head.getInt();
    if (count < 0
        || newLength < 0
        || size != SMALLEST + (long) PIECE_SIZE * count
        || size > record.end() - record.body()) {
      throw nonsense();
    }
    ByteBuffer list = segment.field(record.body() + SMALLEST, size - SMALLEST);
    List<Piece> pieces = new ArrayList<>();
    long source = record.body() + size;
    for (int i = 0; i < count; i++) {
      long target = list.getLong();
      long length = list.getLong();
      boolean data = list.get() == 1;
      if (target < 0 || length < 0 || length > newLength - target) {
        throw nonsense();
      }
      pieces.add(new Piece(target, length, data ? source : -1));
      source += data ? length : 0;
      if (source > record.end()) {
        throw nonsense();
      }
    }
    return new LoggedEdit(newLength, pieces);
  }

  private static IOException nonsense() {
    return new IOException("the change in the write-ahead log makes no sense");
  }

  /** Makes the change, which may have been made before in part. */
  void apply(ReadableBytes segment, ShareFile share) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(COPIED_AT_ONCE);
    share.extendTo(newLength);
    for (Piece piece : pieces) {
      if (piece.source < 0) {
        share.writeZeros(piece.target, piece.length);
      } else {
        copy(segment, share, piece, part);
      }
    }
    if (share.length() > newLength) {
      share.truncateTo(newLength);
    }
  }

  private static void copy(ReadableBytes segment, ShareFile share, Piece piece, ByteBuffer part)
      throws IOException {
    for (long done = 0; done < piece.length; ) {
      part.clear().limit((int) Math.min(part.capacity(), piece.length - done));
      int count = segment.read(piece.source + done, part);
      if (count == 0) {
        throw new IOException("the write-ahead log ends in the middle of a change");
      }
      share.write(piece.target + done, part.flip());
      done += count;
    }
  }
}
