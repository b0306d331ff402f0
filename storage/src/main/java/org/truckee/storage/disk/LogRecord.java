package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;

/**
 * The head of one record of the write-ahead log; its body stays in the segment.
 *
 * <p>On disk: magic, state, mark of the segment, storage index, share number, kind, size of the
 * body, checksum of all from the mark on; then the body. That is the container of a share that was
 * inserted, a {@link LoggedEdit}, or nothing. The state is written again when a change is made.
 *
 * @param mark the same in all records of a segment, and in no other. So records that a lost disk
 *     block shows of a file that was deleted are not taken for records of this one
 * @param done whether the change was made, and is durable
 * @param body where the body begins
 * @param end where the next record begins
 */
record LogRecord(
    long position, long mark, Kind kind, boolean done, ShareName name, long body, long end) {
  private static final int MAGIC = 0x54724c31;

  /**
   * The words of the states differ in every byte, so that a damaged state is recognised, and so is
   * one that is half-way: it may lie in two sectors of the disk, of which a power failure may leave
   * one with the old bytes and one with the new.
   */
  private static final int UNDONE = 0x756e646f;

  private static final int DONE = 0x444f4e45;

  private static final int STATE_OFFSET = 4;
  private static final int HEADER_SIZE = 52;
  private static final int CHECKED_FROM = 8;
  private static final int CHECKED_TO = HEADER_SIZE - 4;
  private static final int READ_AT_ONCE = 1 << 18;
  private static final int SMALLEST_CONTAINER =
      ImmutableContainer.DATA_OFFSET + ImmutableContainer.LEASE_SIZE;
  private static final int LARGEST_CONTAINER = SMALLEST_CONTAINER + StorageShortcuts.MAXIMUM_STORED;

  /** What has happened to the share, see {@link LogEntry}. The order is that of the numbers. */
  enum Kind {
    INSERTED,
    DELETED,
    SUPERSEDED,
    EDITED;

    private boolean allows(long bodySize) {
      return switch (this) {
        case INSERTED -> bodySize >= SMALLEST_CONTAINER && bodySize <= LARGEST_CONTAINER;
        case DELETED, SUPERSEDED -> bodySize == 0;
        case EDITED -> bodySize >= LoggedEdit.SMALLEST;
      };
    }
  }

  /** A record and the bytes that it is written as. */
  record Written(LogRecord record, List<ByteBuffer> parts) {}

  /** The record that is written at {@code position}. */
  static Written write(long position, long mark, LogEntry entry) throws IOException {
    List<ByteBuffer> body =
        switch (entry) {
          case LogEntry.Inserted inserted -> List.of(inserted.container().duplicate());
          case LogEntry.Deleted _, LogEntry.Superseded _ -> List.of();
          case LogEntry.Edited edited -> LoggedEdit.write(edited.staged());
        };
    Kind kind =
        switch (entry) {
          case LogEntry.Inserted _ -> Kind.INSERTED;
          case LogEntry.Deleted _ -> Kind.DELETED;
          case LogEntry.Superseded _ -> Kind.SUPERSEDED;
          case LogEntry.Edited _ -> Kind.EDITED;
        };
    long size = body.stream().mapToLong(ByteBuffer::remaining).sum();
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_SIZE)
            .putInt(MAGIC)
            .putInt(UNDONE)
            .putLong(mark)
            .put(entry.name().index().bytes())
            .putInt(entry.name().share().value())
            .putInt(kind.ordinal())
            .putLong(size);
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), CHECKED_FROM, CHECKED_TO - CHECKED_FROM);
    body.forEach(part -> checksum.update(part.duplicate()));
    header.putInt((int) checksum.getValue()).flip();
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(header);
    parts.addAll(body);
    long bodyBegin = position + HEADER_SIZE;
    return new Written(
        new LogRecord(position, mark, kind, false, entry.name(), bodyBegin, bodyBegin + size),
        parts);
  }

  /** Reads the record at {@code position}; empty if there is no whole one. */
  static Optional<LogRecord> read(ReadableBytes segment, long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
    if (segment.read(position, header) < HEADER_SIZE || header.flip().getInt() != MAGIC) {
      return Optional.empty();
    }
    int state = header.getInt();
    long mark = header.getLong();
    byte[] index = new byte[StorageIndex.LENGTH];
    header.get(index);
    int share = header.getInt();
    int kindNumber = header.getInt();
    long size = header.getLong();
    int checksum = header.getInt();
    if (!isState(state) || share < 0 || kindNumber < 0 || kindNumber >= Kind.values().length) {
      return Optional.empty();
    }
    Kind kind = Kind.values()[kindNumber];
    long body = position + HEADER_SIZE;
    if (!kind.allows(size)
        || size > segment.length() - body
        || checksum != checksum(segment, header, body, size)) {
      return Optional.empty();
    }
    ShareName name = new ShareName(new StorageIndex(index), new ShareNumber(share));
    return Optional.of(new LogRecord(position, mark, kind, state == DONE, name, body, body + size));
  }

  /** Whether each byte is that of a state. A mark that is not there wholly does not count. */
  private static boolean isState(int state) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      byte found = (byte) (state >> shift);
      if (found != (byte) (UNDONE >> shift) && found != (byte) (DONE >> shift)) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(ReadableBytes segment, ByteBuffer header, long body, long size)
      throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), CHECKED_FROM, CHECKED_TO - CHECKED_FROM);
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(size, READ_AT_ONCE));
    for (long done = 0; done < size; done += part.limit()) {
      part.clear().limit((int) Math.min(part.capacity(), size - done));
      if (segment.read(body + done, part) == 0) {
        break;
      }
      checksum.update(part.flip());
    }
    return (int) checksum.getValue();
  }

  /** The container of the share that this record says was inserted. */
  ByteBuffer container(ReadableBytes segment) throws IOException {
    return segment.field(body, Math.toIntExact(end - body));
  }

  /** Marks the change as made. Takes no room on the disk. */
  void markDone(ShareFile segment) throws IOException {
    segment.write(position + STATE_OFFSET, ByteBuffer.allocate(4).putInt(DONE).flip());
  }

  /** Copies what there is of the record, for people who want to know what was lost. */
  void copyTo(ReadableBytes segment, ShareFile target) throws IOException {
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(end - position, READ_AT_ONCE));
    for (long at = position; at < end; at += part.limit()) {
      part.clear().limit((int) Math.min(part.capacity(), end - at));
      if (segment.read(at, part) == 0) {
        return;
      }
      target.write(at - position, part.flip());
    }
  }
}
