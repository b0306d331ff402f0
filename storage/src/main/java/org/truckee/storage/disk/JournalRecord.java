package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One change in the journal: which file, how long it becomes, and the bytes that are written into
 * it. The bytes stay in the journal and are copied from there.
 *
 * <p>On disk: magic, state, size of the list, size of the bytes, generation, checksum of the rest;
 * then the list (name, length, positions and lengths of all pieces); then the bytes.
 */
record JournalRecord(
    long position,
    long generation,
    boolean done,
    String share,
    long newLength,
    List<Piece> pieces,
    long end) {
  private static final int MAGIC = 0x54724a31;
  private static final int PENDING = 1;
  private static final int DONE = 2;
  private static final int STATE_OFFSET = 4;
  private static final int HEADER_SIZE = 32;
  private static final int LONGEST_LIST = 1 << 26;
  private static final int COPIED_AT_ONCE = 1 << 18;
  private static final Pattern SHARE = Pattern.compile("[a-z2-7]{2}/[a-z2-7]{26}/[0-9]{1,10}");

  /**
   * A piece of the change.
   *
   * @param target where in the share file
   * @param length how many bytes
   * @param source where in the journal they are; −1 for zeros
   */
  record Piece(long target, long length, long source) {}

  /** Appends a record at {@code position}. */
  static JournalRecord write(
      ShareFile journal, long position, long generation, String share, StagedFile staged)
      throws IOException {
    ByteBuffer list = list(share, staged);
    CRC32C checksum = new CRC32C();
    checksum.update(list.duplicate());
    long bytes = position + HEADER_SIZE + list.remaining();
    for (StagedFile.Piece piece : staged.pieces()) {
      if (piece.data().isPresent()) {
        checksum.update(piece.data().get().duplicate());
        journal.write(bytes, piece.data().get().duplicate());
        bytes += piece.length();
      }
    }
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_SIZE)
            .putInt(MAGIC)
            .putInt(PENDING)
            .putInt(list.remaining())
            .putLong(bytes - position - HEADER_SIZE - list.remaining())
            .putLong(generation)
            .putInt((int) checksum.getValue())
            .flip();
    journal.write(position + HEADER_SIZE, list.duplicate());
    journal.write(position, header);
    return parse(position, generation, false, list, bytes);
  }

  private static ByteBuffer list(String share, StagedFile staged) throws IOException {
    byte[] name = share.getBytes(StandardCharsets.US_ASCII);
    List<StagedFile.Piece> pieces = staged.pieces();
    long size = 4L + name.length + 8 + 4 + 17L * pieces.size();
    if (size > LONGEST_LIST) {
      throw new IOException("the change has %d pieces, too many".formatted(pieces.size()));
    }
    ByteBuffer list = ByteBuffer.allocate((int) size);
    list.putInt(name.length).put(name).putLong(staged.length()).putInt(pieces.size());
    for (StagedFile.Piece piece : pieces) {
      list.putLong(piece.position()).putLong(piece.length());
      list.put((byte) (piece.hasData() ? 1 : 0));
    }
    return list.flip();
  }

  /** Reads the record at {@code position}; empty if there is no whole one. */
  static Optional<JournalRecord> read(ReadableBytes journal, long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
    if (journal.read(position, header) < HEADER_SIZE || header.flip().getInt() != MAGIC) {
      return Optional.empty();
    }
    int state = header.getInt();
    int listSize = header.getInt();
    long bytes = header.getLong();
    long generation = header.getLong();
    int checksum = header.getInt();
    long left = journal.length() - position - HEADER_SIZE;
    if (listSize < 0
        || listSize > Math.min(LONGEST_LIST, left)
        || bytes < 0
        || bytes > left - listSize
        || (state != PENDING && state != DONE)
        || checksum != checksum(journal, position + HEADER_SIZE, listSize + bytes)) {
      return Optional.empty();
    }
    ByteBuffer list = journal.field(position + HEADER_SIZE, listSize);
    try {
      long end = position + HEADER_SIZE + listSize + bytes;
      JournalRecord record = parse(position, generation, state == DONE, list, end);
      return SHARE.matcher(record.share).matches() ? Optional.of(record) : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int checksum(ReadableBytes journal, long position, long length)
      throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(length, COPIED_AT_ONCE));
    for (long done = 0; done < length; done += part.limit()) {
      part.clear().limit((int) Math.min(part.capacity(), length - done));
      journal.read(position + done, part);
      checksum.update(part.flip());
    }
    return (int) checksum.getValue();
  }

  private static JournalRecord parse(
      long position, long generation, boolean done, ByteBuffer list, long end) {
    int listSize = list.remaining();
    int nameSize = list.getInt();
    if (nameSize < 0 || nameSize > list.remaining()) {
      throw new IllegalArgumentException("the name does not fit");
    }
    byte[] name = new byte[nameSize];
    list.get(name);
    long newLength = list.getLong();
    int count = list.getInt();
    List<Piece> pieces = new ArrayList<>();
    long source = position + HEADER_SIZE + listSize;
    for (int i = 0; i < count; i++) {
      long target = list.getLong();
      long length = list.getLong();
      boolean data = list.get() == 1;
      pieces.add(new Piece(target, length, data ? source : -1));
      source += data ? length : 0;
    }
    String share = new String(name, StandardCharsets.US_ASCII);
    return new JournalRecord(position, generation, done, share, newLength, pieces, end);
  }

  /** Makes the change, which may have been made before in part. */
  void apply(ShareFile journal, Path target, DiskSync sync) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (ShareFile file = ShareFile.forChanging(target)) {
      ByteBuffer part = ByteBuffer.allocate(COPIED_AT_ONCE);
      file.extendTo(newLength);
      for (Piece piece : pieces) {
        if (piece.source < 0) {
          file.writeZeros(piece.target, piece.length);
        } else {
          copy(journal, file, piece, part);
        }
      }
      sync.file(file);
    }
  }

  private static void copy(ShareFile journal, ShareFile file, Piece piece, ByteBuffer part)
      throws IOException {
    for (long done = 0; done < piece.length; ) {
      part.clear().limit((int) Math.min(part.capacity(), piece.length - done));
      int count = journal.read(piece.source + done, part);
      if (count == 0) {
        throw new IOException("the journal ends in the middle of a change");
      }
      file.write(piece.target + done, part.flip());
      done += count;
    }
  }

  /** Says that the change is made. */
  void markDone(ShareFile journal) throws IOException {
    journal.write(position + STATE_OFFSET, ByteBuffer.allocate(4).putInt(DONE).flip());
  }
}
