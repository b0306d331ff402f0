package org.truckee.web.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** The records of a zip archive (PKWARE's APPNOTE 6.3.10, §4.3 and §4.5). */
final class ZipRecords {
  private static final int LOCAL = 0x04034b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;

  /** The program that can read it: 4.5 knows Zip64. */
  private static final int VERSION = 45;

  private static final int MADE_ON_UNIX = 3 << 8;

  /** Names are UTF-8. */
  private static final int UTF_8 = 0x0800;

  /** Checksum and sizes follow the contents. */
  private static final int SIZES_BEHIND = 0x0008;

  private static final int DEFLATED = 8;
  private static final int EXTRA_64 = 0x0001;
  private static final int EXTRA_TIME = 0x5455;
  private static final long NO_ROOM = 0xffffffffL;
  private static final int NO_ROOM_SHORT = 0xffff;
  private static final int PLAIN_FILE = 0100644;
  private static final int FOLDER = 0040755;
  private static final int FOLDER_OF_DOS = 0x10;

  /** More than any record takes beside the name in it. */
  private static final int FIXED = 128;

  private ZipRecords() {}

  /**
   * What is known of an entry before its contents.
   *
   * @param name the whole path; ends in {@code /} for a directory
   * @param modified when it was last changed
   * @param size bytes of its contents
   * @param stored bytes that they take here
   * @param offset where in the archive its record begins
   */
  record Entry(String name, Instant modified, long size, long stored, long offset) {
    private boolean isFolder() {
      return name.endsWith("/");
    }

    private boolean isLarge() {
      return size >= NO_ROOM || stored >= NO_ROOM;
    }

    private int flags() {
      return isFolder() ? UTF_8 : UTF_8 | SIZES_BEHIND;
    }

    private int method() {
      return isFolder() ? 0 : DEFLATED;
    }
  }

  /** The record before the contents. */
  static byte[] local(Entry entry) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    byte[] time = time(entry.modified());
    byte[] large = entry.isLarge() ? extra64(0, 0) : new byte[0];
    int none = entry.isLarge() ? (int) NO_ROOM : 0;
    ByteBuffer record = record(LOCAL, name.length).putShort((short) VERSION);
    begin(record, entry);
    record.putInt(0).putInt(none).putInt(none);
    record.putShort((short) name.length).putShort((short) (time.length + large.length));
    return bytes(record.put(name).put(time).put(large));
  }

  /** The record behind the contents. */
  static byte[] descriptor(Entry entry, int checksum) {
    ByteBuffer record = record(DESCRIPTOR, 0).putInt(checksum);
    return bytes(
        entry.isLarge()
            ? record.putLong(entry.stored()).putLong(entry.size())
            : record.putInt((int) entry.stored()).putInt((int) entry.size()));
  }

  /** The record in the list at the end. */
  static byte[] central(Entry entry, int checksum) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    byte[] time = time(entry.modified());
    boolean far = entry.offset() >= NO_ROOM;
    byte[] large =
        entry.isLarge() && far
            ? extra64(entry.size(), entry.stored(), entry.offset())
            : entry.isLarge()
                ? extra64(entry.size(), entry.stored())
                : far ? extra64(entry.offset()) : new byte[0];
    ByteBuffer record = record(CENTRAL, name.length);
    record.putShort((short) (MADE_ON_UNIX | VERSION)).putShort((short) VERSION);
    begin(record, entry);
    record.putInt(checksum);
    record.putInt((int) (entry.isLarge() ? NO_ROOM : entry.stored()));
    record.putInt((int) (entry.isLarge() ? NO_ROOM : entry.size()));
    record.putShort((short) name.length).putShort((short) (time.length + large.length));
    record.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    record.putInt(entry.isFolder() ? FOLDER << 16 | FOLDER_OF_DOS : PLAIN_FILE << 16);
    record.putInt((int) (far ? NO_ROOM : entry.offset()));
    return bytes(record.put(name).put(time).put(large));
  }

  /**
   * What an archive ends with.
   *
   * @param entries how many there are
   * @param begin where the list of them begins
   * @param end where it ends
   */
  static byte[] end(int entries, long begin, long end) {
    ByteBuffer record = ByteBuffer.allocate(FIXED).order(ByteOrder.LITTLE_ENDIAN);
    boolean large = entries >= NO_ROOM_SHORT || begin >= NO_ROOM || end - begin >= NO_ROOM;
    if (large) {
      record.putInt(END_64).putLong(44);
      record.putShort((short) (MADE_ON_UNIX | VERSION)).putShort((short) VERSION);
      record.putInt(0).putInt(0).putLong(entries).putLong(entries);
      record.putLong(end - begin).putLong(begin);
      record.putInt(LOCATOR_64).putInt(0).putLong(end).putInt(1);
    }
    record.putInt(END).putShort((short) 0).putShort((short) 0);
    short count = (short) Math.min(entries, NO_ROOM_SHORT);
    record.putShort(count).putShort(count);
    record.putInt((int) Math.min(end - begin, NO_ROOM)).putInt((int) Math.min(begin, NO_ROOM));
    return bytes(record.putShort((short) 0));
  }

  /** What stands before a stored block of deflate (RFC 1951 §3.2.4). */
  static byte[] block(int length, boolean last) {
    byte low = (byte) length;
    byte high = (byte) (length >> 8);
    return new byte[] {(byte) (last ? 1 : 0), low, high, (byte) ~low, (byte) ~high};
  }

  private static void begin(ByteBuffer record, Entry entry) {
    record.putShort((short) entry.flags()).putShort((short) entry.method());
    record.putInt(dosTime(entry.modified()));
  }

  /** Two seconds are the unit, and years are those from 1980 to 2107. */
  private static int dosTime(Instant moment) {
    LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    if (time.getYear() < 1980 || time.getYear() > 2107) {
      return 1 << 21 | 1 << 16;
    }
    int date = time.getYear() - 1980 << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
    return date << 16 | time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2;
  }

  /** The time in seconds of UTC; nothing if it is beyond what that can tell. */
  private static byte[] time(Instant moment) {
    long seconds = moment.getEpochSecond();
    if (seconds != (int) seconds) {
      return new byte[0];
    }
    ByteBuffer extra = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    extra.putShort((short) EXTRA_TIME).putShort((short) 5).put((byte) 1).putInt((int) seconds);
    return extra.array();
  }

  private static byte[] extra64(long... values) {
    ByteBuffer extra = ByteBuffer.allocate(4 + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    extra.putShort((short) EXTRA_64).putShort((short) (8 * values.length));
    for (long value : values) {
      extra.putLong(value);
    }
    return extra.array();
  }

  private static ByteBuffer record(int signature, int nameLength) {
    ByteBuffer record = ByteBuffer.allocate(FIXED + nameLength).order(ByteOrder.LITTLE_ENDIAN);
    return record.putInt(signature);
  }

  private static byte[] bytes(ByteBuffer record) {
    return Arrays.copyOf(record.array(), record.position());
  }
}
