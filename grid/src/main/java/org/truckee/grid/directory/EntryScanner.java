package org.truckee.grid.directory;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.truckee.crypto.Netstring;
import org.truckee.crypto.Netstring.Span;
import org.truckee.crypto.NetstringException;

/** Takes the contents of a directory apart, one entry after the other ({@code spec/03 §2.7}). */
final class EntryScanner {
  private final byte[] contents;
  private int at;

  /** What stands next. */
  sealed interface Scanned {
    /**
     * An entry of a readable name.
     *
     * @param raw its bytes, with length and comma
     * @param name normalized
     */
    record Named(TableSlice raw, String name, Entry.Fields fields) implements Scanned {
      /** The entry. */
      Entry entry(TableAccess access, Optional<Entry> older) {
        return new Entry(raw, name, fields, access, older);
      }
    }

    /** Bytes that cannot be understood even as far as the name of an entry. */
    record Fragment(TableSlice raw, String problem) implements Scanned {}
  }

  /** Begins at the beginning. */
  EntryScanner(byte[] contents) {
    this.contents = contents;
  }

  /** Whether there is more. */
  boolean hasNext() {
    return at < contents.length;
  }

  /** The next entry; where none begins, all that is left. */
  Scanned next() {
    try {
      Span frame = Netstring.span(contents, at, contents.length);
      TableSlice raw = new TableSlice(contents, at, frame.next());
      at = frame.next();
      return scanned(raw, frame);
    } catch (NetstringException e) {
      TableSlice rest = new TableSlice(contents, at, contents.length);
      at = contents.length;
      return new Scanned.Fragment(rest, "no entry begins here: " + e.getMessage());
    }
  }

  private Scanned scanned(TableSlice raw, Span frame) {
    try {
      Span name = Netstring.span(contents, frame.start(), frame.end());
      String normal = ChildNames.decode(contents, name.start(), name.length());
      return new Scanned.Named(raw, normal, fields(name.next(), frame.end()));
    } catch (NetstringException e) {
      return new Scanned.Fragment(raw, "an entry has no name: " + e.getMessage());
    } catch (CharacterCodingException e) {
      return new Scanned.Fragment(raw, "the name of an entry is not UTF-8");
    }
  }

  /** The fields behind the name. What comes behind the last is for later versions of the format. */
  private Entry.Fields fields(int position, int limit) {
    try {
      Span readSlot = Netstring.span(contents, position, limit);
      Span writeSlot = Netstring.span(contents, readSlot.next(), limit);
      return new Entry.Fields.Found(
          readSlot, writeSlot, Netstring.span(contents, writeSlot.next(), limit));
    } catch (NetstringException e) {
      return new Entry.Fields.Broken("an entry is incomplete: " + e.getMessage());
    }
  }
}
