package org.truckee.grid.directory;

import java.util.Arrays;
import java.util.Optional;
import org.truckee.crypto.Netstring;
import org.truckee.grid.BadMetadataException;
import org.truckee.grid.CapSlots;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Metadata;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;

/**
 * One entry as it stands in the contents of a directory ({@code spec/03 §2.7}). What is in its
 * fields is only looked at when somebody wants to know.
 */
final class Entry {
  private static final byte[] NO_METADATA = {'{', '}'};

  private final TableSlice raw;
  private final String name;
  private final Fields fields;
  private final TableAccess access;
  private final Optional<Entry> older;
  private Reading reading;

  /**
   * An entry of a readable name.
   *
   * @param raw its bytes, with length and comma
   * @param older one of the same name that stands before it
   */
  Entry(TableSlice raw, String name, Fields fields, TableAccess access, Optional<Entry> older) {
    this.raw = raw;
    this.name = name;
    this.fields = fields;
    this.access = access;
    this.older = older;
  }

  /** Where the fields behind the name are, or why they cannot be found. */
  sealed interface Fields {
    /** Where they are. */
    record Found(Netstring.Span readSlot, Netstring.Span writeSlot, Netstring.Span metadata)
        implements Fields {}

    /** Why they cannot be found. */
    record Broken(String problem) implements Fields {}
  }

  /** What an entry says. */
  sealed interface Reading {
    /** A link. */
    record Good(FilesystemNode node, Metadata metadata) implements Reading {}

    /** Nothing that can be used; kept as it is. */
    record Bad(String problem) implements Reading {}
  }

  TableSlice raw() {
    return raw;
  }

  String name() {
    return name;
  }

  Optional<Entry> older() {
    return older;
  }

  Reading read() {
    if (reading == null) {
      reading =
          switch (fields) {
            case Fields.Found found -> read(found);
            case Fields.Broken(String problem) -> new Reading.Bad(problem);
          };
    }
    return reading;
  }

  private Reading read(Fields.Found found) {
    if (access.immutable() && found.writeSlot().length() > 0) {
      return new Reading.Bad("an entry of an immutable directory has a write cap");
    }
    FilesystemNode node = node(found);
    if (node instanceof UnknownNode unknown && unknown.problem().isPresent()) {
      return new Reading.Bad(unknown.problem().get().message());
    }
    if (access.immutable() && !node.isAllowedInImmutable()) {
      return new Reading.Bad("a child of an immutable directory can change");
    }
    try {
      return new Reading.Good(node, metadata(found.metadata()));
    } catch (BadMetadataException e) {
      return new Reading.Bad(e.getMessage());
    }
  }

  private FilesystemNode node(Fields.Found found) {
    Optional<String> write =
        access.cipher().map(cipher -> text(cipher.open(bytes(found.writeSlot()))));
    CapSlots slots =
        new CapSlots(write, Optional.of(text(bytes(found.readSlot()))), access.immutable(), name);
    FilesystemNode node = access.nodes().apply(slots);
    return node instanceof VerifierNode ? slots.unknown() : node;
  }

  private Metadata metadata(Netstring.Span span) throws BadMetadataException {
    byte[] json = bytes(span);
    return Arrays.equals(json, NO_METADATA) ? Metadata.EMPTY : Metadata.parse(json);
  }

  private byte[] bytes(Netstring.Span span) {
    return Arrays.copyOfRange(raw.array(), span.start(), span.end());
  }

  /** Without the spaces that some writers put behind a cap. */
  private static String text(byte[] cap) {
    int end = cap.length;
    while (end > 0 && cap[end - 1] == ' ') {
      end--;
    }
    return CapBytes.decode(end == cap.length ? cap : Arrays.copyOf(cap, end));
  }
}
