package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;

/**
 * One record in the journal of arrivals.
 *
 * <p>On disk: magic, mark of the journal file, storage index, share number, size of the container
 * (or a negative number for what else has happened), checksum of all that and the container; then
 * the container.
 *
 * @param mark the same in all records of a file, and in no other file. So records that a lost disk
 *     block shows of a file that was deleted are not taken for records of this one
 * @param end where the next record begins
 */
record ArrivalRecord(long mark, Event event, long end) {
  private static final int MAGIC = 0x54724131;
  private static final int LEFT = -1;
  private static final int MADE_WAY = -2;
  private static final int HEADER_SIZE = 40;
  private static final int CHECKED = HEADER_SIZE - 4;
  private static final int SMALLEST =
      ImmutableContainer.DATA_OFFSET + ImmutableContainer.LEASE_SIZE;
  private static final int LARGEST = SMALLEST + StorageShortcuts.MAXIMUM_STORED;

  /** What has happened to a share. */
  sealed interface Event {
    /** Which share. */
    ShareName name();
  }

  /**
   * The share has come.
   *
   * @param container what is in its file
   */
  record Came(ShareName name, ByteBuffer container) implements Event {}

  /** The share was deleted. */
  record Left(ShareName name) implements Event {}

  /** From here on what has the name comes on another way, and is durable by itself. */
  record MadeWay(ShareName name) implements Event {}

  /** A record as it is written: the header and the container. */
  static ByteBuffer[] parts(long mark, Event event) {
    ByteBuffer container =
        switch (event) {
          case Came came -> came.container.duplicate();
          case Left _, MadeWay _ -> ByteBuffer.allocate(0);
        };
    int size =
        switch (event) {
          case Came _ -> container.remaining();
          case Left _ -> LEFT;
          case MadeWay _ -> MADE_WAY;
        };
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_SIZE)
            .putInt(MAGIC)
            .putLong(mark)
            .put(event.name().index().bytes())
            .putInt(event.name().share().value())
            .putInt(size);
    header.putInt(checksum(header, container)).flip();
    return new ByteBuffer[] {header, container};
  }

  /** Reads the record at {@code position}; empty if there is no whole one. */
  static Optional<ArrivalRecord> read(ReadableBytes journal, long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
    if (journal.read(position, header) < HEADER_SIZE || header.flip().getInt() != MAGIC) {
      return Optional.empty();
    }
    long mark = header.getLong();
    byte[] index = new byte[StorageIndex.LENGTH];
    header.get(index);
    int share = header.getInt();
    int size = header.getInt();
    long left = journal.length() - position - HEADER_SIZE;
    if (share < 0 || size < MADE_WAY || size > Math.min(LARGEST, left)) {
      return Optional.empty();
    }
    ByteBuffer container = journal.field(position + HEADER_SIZE, Math.max(size, 0));
    if (header.getInt() != checksum(header, container)) {
      return Optional.empty();
    }
    long end = position + HEADER_SIZE + container.remaining();
    ShareName name = new ShareName(new StorageIndex(index), new ShareNumber(share));
    return event(name, size, container).map(event -> new ArrivalRecord(mark, event, end));
  }

  private static Optional<Event> event(ShareName name, int size, ByteBuffer container) {
    return switch (size) {
      case LEFT -> Optional.of(new Left(name));
      case MADE_WAY -> Optional.of(new MadeWay(name));
      default -> size < SMALLEST ? Optional.empty() : Optional.of(new Came(name, container));
    };
  }

  private static int checksum(ByteBuffer header, ByteBuffer container) {
    CRC32C checksum = new CRC32C();
    checksum.update(header.array(), 0, CHECKED);
    checksum.update(container.duplicate());
    return (int) checksum.getValue();
  }
}
