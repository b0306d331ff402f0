package org.truckee.grid.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.CapSlots;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Metadata;

/**
 * The contents of a directory with changes ({@code spec/03 §2.6}). What is not changed is written
 * as it was read, byte for byte. Names are normalized. Not thread-safe.
 */
final class TableDraft {
  private final EntryTable base;
  private final EntryWriter writer;

  /** The new link of each name; empty if it is removed. */
  private final Map<String, Optional<Changed>> changes;

  private record Changed(Entry.Reading.Good link, TableSlice raw) {}

  private record Piece(String name, TableSlice raw) {}

  private TableDraft(EntryTable base, Map<String, Optional<Changed>> changes) {
    this.base = base;
    this.writer = new EntryWriter(base.access());
    this.changes = changes;
  }

  /** Without changes so far. */
  static TableDraft of(EntryTable base) {
    return new TableDraft(base, new LinkedHashMap<>());
  }

  /** A copy of the draft, to try something with. */
  TableDraft copy() {
    return new TableDraft(base, new LinkedHashMap<>(changes));
  }

  boolean isChanged() {
    return !changes.isEmpty();
  }

  /** The link of a name, as it is now. */
  Optional<Entry.Reading.Good> find(String name) {
    String normal = ChildNames.normalize(name);
    Optional<Changed> change = changes.get(normal);
    return change != null ? change.map(Changed::link) : base.find(normal);
  }

  /** Whether there is an entry of a name, be it one that cannot be understood. */
  boolean hasEntry(String name) {
    String normal = ChildNames.normalize(name);
    Optional<Changed> change = changes.get(normal);
    return change != null ? change.isPresent() : base.newest(normal).isPresent();
  }

  /**
   * Sets a link, in place of all entries of its name.
   *
   * @throws GridException if the child or the name cannot be stored here
   */
  void put(String name, FilesystemNode node, Metadata metadata) throws GridException {
    String normal = ChildNames.normalize(name);
    TableSlice raw = TableSlice.of(writer.write(normal, node, metadata));
    changes.put(normal, Optional.of(new Changed(new Entry.Reading.Good(node, metadata), raw)));
  }

  /**
   * As {@link #put}; if the metadata says so, without what grants writing ({@code spec/03 §5.2}).
   */
  void putLimited(String name, FilesystemNode node, Metadata metadata) throws GridException {
    boolean limited = metadata.isNoWrite() && node.writeCap().isPresent();
    put(name, limited ? readOnly(name, node) : node, metadata);
  }

  private FilesystemNode readOnly(String name, FilesystemNode node) {
    TableAccess access = base.access();
    CapSlots slots =
        new CapSlots(
            Optional.empty(),
            node.readCap().map(Capability::text),
            access.immutable(),
            ChildNames.normalize(name));
    return access.nodes().apply(slots);
  }

  /**
   * Returns if a child may be in this directory.
   *
   * @throws GridException if it may not
   */
  void check(String name, FilesystemNode node) throws GridException {
    writer.check(ChildNames.normalize(name), node);
  }

  /** Removes all entries of a name. */
  void remove(String name) {
    changes.put(ChildNames.normalize(name), Optional.empty());
  }

  /**
   * The contents to be written.
   *
   * @throws FileTooLargeException if they are longer than an array can be
   */
  byte[] contents() throws FileTooLargeException {
    List<Piece> pieces = new ArrayList<>(base.entries().size() + changes.size());
    for (Entry entry : base.entries()) {
      if (!changes.containsKey(entry.name())) {
        addUnchanged(entry, pieces);
      }
    }
    changes.forEach(
        (name, change) -> change.ifPresent(link -> pieces.add(new Piece(name, link.raw()))));
    pieces.sort((a, b) -> ChildNames.ORDER.compare(a.name(), b.name()));
    List<TableSlice> slices = new ArrayList<>(pieces.stream().map(Piece::raw).toList());
    base.fragments().forEach(fragment -> slices.add(fragment.raw()));
    return concatenate(slices);
  }

  /** Of several entries of one name, the one that counts, and those that nobody understands. */
  private void addUnchanged(Entry newest, List<Piece> pieces) {
    if (newest.older().isEmpty()) {
      pieces.add(new Piece(newest.name(), newest.raw()));
      return;
    }
    List<Piece> kept = new ArrayList<>();
    boolean found = false;
    for (Entry entry : EntryTable.withOlder(newest).toList()) {
      boolean good = entry.read() instanceof Entry.Reading.Good;
      if (!good || !found) {
        kept.add(new Piece(entry.name(), entry.raw()));
      }
      found |= good;
    }
    pieces.addAll(kept.reversed());
  }

  private static byte[] concatenate(List<TableSlice> slices) throws FileTooLargeException {
    long length = slices.stream().mapToLong(TableSlice::length).sum();
    if (length > Integer.MAX_VALUE - 8) {
      throw new FileTooLargeException(
          "the directory would have %d bytes, more than can be held in memory".formatted(length));
    }
    byte[] whole = new byte[(int) length];
    int at = 0;
    for (TableSlice slice : slices) {
      System.arraycopy(slice.array(), slice.start(), whole, at, slice.length());
      at += slice.length();
    }
    return whole;
  }
}
