package org.truckee.firstgen.drive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.truckee.firstgen.uri.WriteEnabler;

/**
 * A directory as it lies on the disk of its server ({@code spec/12 §6.5}): bencoded, a list of the
 * write enabler and of the entries.
 *
 * @param enabler allows changes
 * @param rows the entries in order
 */
record DirectoryFile(WriteEnabler enabler, List<Row> rows) {
  /** An entry and the hash of its name, by which it is found. */
  record Row(byte[] nameHash, Entry entry) {}

  DirectoryFile {
    rows = List.copyOf(rows);
  }

  /** Where the child with that name is. */
  OptionalInt find(byte[] nameHash) {
    for (int i = 0; i < rows.size(); i++) {
      if (Arrays.equals(rows.get(i).nameHash, nameHash)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Without that child. */
  DirectoryFile without(int row) {
    List<Row> left = new ArrayList<>(rows);
    left.remove(row);
    return new DirectoryFile(enabler, left);
  }

  /** With another child at the end. */
  DirectoryFile with(Row row) {
    List<Row> more = new ArrayList<>(rows);
    more.add(row);
    return new DirectoryFile(enabler, more);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write('l');
    string(out, enabler.bytes());
    out.write('l');
    for (Row row : rows) {
      out.write('l');
      string(out, row.nameHash);
      string(out, row.entry.name());
      string(out, row.entry.write());
      string(out, row.entry.read());
      out.write('e');
    }
    out.write('e');
    out.write('e');
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    out.write(':');
    out.writeBytes(bytes);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static DirectoryFile parse(byte[] bytes) {
    Reader in = new Reader(bytes);
    in.expect('l');
    WriteEnabler enabler = new WriteEnabler(in.string());
    in.expect('l');
    List<Row> rows = new ArrayList<>();
    while (in.next('l')) {
      byte[] nameHash = in.string();
      Entry entry = new Entry(in.string(), in.string(), in.string());
      in.expect('e');
      rows.add(new Row(nameHash, entry));
    }
    in.expect('e');
    in.expect('e');
    in.expectEnd();
    return new DirectoryFile(enabler, rows);
  }

  /** Walks through bencoded lists and strings, which are all there is. */
  private static final class Reader {
    private static final int MAX_DIGITS = 9;

    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean next(char wanted) {
      boolean found = at < bytes.length && bytes[at] == wanted;
      at += found ? 1 : 0;
      return found;
    }

    void expect(char wanted) {
      if (!next(wanted)) {
        throw new IllegalArgumentException(
            "the directory is damaged: '%c' was expected at byte %d".formatted(wanted, at));
      }
    }

    void expectEnd() {
      if (at != bytes.length) {
        throw new IllegalArgumentException(
            "the directory is damaged: there is more behind its end");
      }
    }

    byte[] string() {
      int start = at;
      int length = 0;
      while (at < bytes.length && at - start < MAX_DIGITS && bytes[at] >= '0' && bytes[at] <= '9') {
        length = 10 * length + bytes[at++] - '0';
      }
      if (at == start) {
        throw new IllegalArgumentException(
            "the directory is damaged: a length was expected at byte " + at);
      }
      expect(':');
      if (length > bytes.length - at) {
        throw new IllegalArgumentException("the directory is damaged: it ends within an entry");
      }
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }
  }
}
