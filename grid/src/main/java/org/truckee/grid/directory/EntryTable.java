package org.truckee.grid.directory;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.crypto.Netstring;
import org.truckee.crypto.Netstring.Span;
import org.truckee.crypto.NetstringException;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.Link;

/**
 * The contents of a directory, taken apart ({@code spec/03 §2.7}). Whatever the bytes are, what can
 * be understood of them is found, and the rest is set aside. Takes time and memory in proportion to
 * their number.
 */
final class EntryTable {
  private final byte[] contents;
  private final TableAccess access;

  /** The last entry of each name, in the order in which the names come first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private final List<Fragment> fragments = new ArrayList<>();

  /** Bytes that cannot be understood even as far as the name of an entry. */
  record Fragment(TableSlice raw, String problem) {}

  private EntryTable(byte[] contents, TableAccess access) {
    this.contents = contents;
    this.access = access;
  }

  static EntryTable parse(byte[] contents, TableAccess access) {
    EntryTable table = new EntryTable(contents, access);
    table.parse();
    return table;
  }

  /** The entry that counts of a name, if there is one that can be understood. */
  Optional<Entry.Reading.Good> find(String name) {
    for (Optional<Entry> entry = newest(name); entry.isPresent(); entry = entry.get().older()) {
      if (entry.get().read() instanceof Entry.Reading.Good good) {
        return Optional.of(good);
      }
    }
    return Optional.empty();
  }

  /** The last entry of a name, whether it can be understood or not. */
  Optional<Entry> newest(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** The last entries of all names. */
  Collection<Entry> entries() {
    return entries.values();
  }

  List<Fragment> fragments() {
    return fragments;
  }

  TableAccess access() {
    return access;
  }

  /** Everything. */
  DirectoryListing list() {
    List<Link> links = new ArrayList<>(entries.size());
    List<DamagedEntry> damaged = new ArrayList<>();
    for (Entry newest : entries.values()) {
      find(newest.name())
          .ifPresent(good -> links.add(new Link(newest.name(), good.node(), good.metadata())));
      withOlder(newest)
          .forEach(
              entry -> {
                if (entry.read() instanceof Entry.Reading.Bad(String problem)) {
                  damaged.add(new DamagedEntry(Optional.of(entry.name()), problem));
                }
              });
    }
    fragments.forEach(
        fragment -> damaged.add(new DamagedEntry(Optional.empty(), fragment.problem())));
    return new DirectoryListing(links, damaged, contents.length);
  }

  /** An entry and those of its name that stand before it, the last one first. */
  static Stream<Entry> withOlder(Entry newest) {
    return Stream.iterate(
            Optional.of(newest), Optional::isPresent, entry -> entry.flatMap(Entry::older))
        .flatMap(Optional::stream);
  }

  private void parse() {
    int at = 0;
    while (at < contents.length) {
      try {
        Span frame = Netstring.span(contents, at, contents.length);
        add(new TableSlice(contents, at, frame.next()), frame);
        at = frame.next();
      } catch (NetstringException e) {
        TableSlice rest = new TableSlice(contents, at, contents.length);
        fragments.add(new Fragment(rest, "no entry begins here: " + e.getMessage()));
        return;
      }
    }
  }

  private void add(TableSlice raw, Span frame) {
    try {
      Span name = Netstring.span(contents, frame.start(), frame.end());
      String normal = ChildNames.decode(contents, name.start(), name.length());
      Entry.Fields fields = fields(name.next(), frame.end());
      entries.compute(
          normal,
          (same, older) -> new Entry(raw, same, fields, access, Optional.ofNullable(older)));
    } catch (NetstringException e) {
      fragments.add(new Fragment(raw, "an entry has no name: " + e.getMessage()));
    } catch (CharacterCodingException e) {
      fragments.add(new Fragment(raw, "the name of an entry is not UTF-8"));
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
