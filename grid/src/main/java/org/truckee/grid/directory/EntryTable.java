package org.truckee.grid.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.Link;
import org.truckee.grid.directory.EntryScanner.Scanned;

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

  private final List<Scanned.Fragment> fragments = new ArrayList<>();

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

  List<Scanned.Fragment> fragments() {
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
    EntryScanner scanner = new EntryScanner(contents);
    while (scanner.hasNext()) {
      switch (scanner.next()) {
        case Scanned.Fragment fragment -> fragments.add(fragment);
        case Scanned.Named named ->
            entries.compute(
                named.name(), (_, older) -> named.entry(access, Optional.ofNullable(older)));
      }
    }
  }
}
