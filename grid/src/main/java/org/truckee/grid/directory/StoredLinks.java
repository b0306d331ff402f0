package org.truckee.grid.directory;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.Link;

/**
 * The links in the contents of a directory. Where the names are in order, as all programs store
 * them, none comes twice: no table of them is needed then.
 */
final class StoredLinks implements DirectoryLinks {
  private static final long BYTES_OF_LINK = 1000;

  private final byte[] contents;
  private final TableAccess access;
  private final long tableSize;

  StoredLinks(byte[] contents, TableAccess access) {
    this.contents = contents;
    this.access = access;
    this.tableSize = tableSize(contents);
  }

  /** What a table of them takes; nothing if none is needed. */
  private static long tableSize(byte[] contents) {
    EntryScanner scanner = new EntryScanner(contents);
    String last = "";
    long entries = 0;
    boolean inOrder = true;
    while (scanner.hasNext()) {
      if (scanner.next() instanceof EntryScanner.Scanned.Named named) {
        inOrder &= last.compareTo(named.name()) < 0;
        last = named.name();
        entries++;
      }
    }
    return inOrder ? 0 : entries * BYTES_OF_LINK;
  }

  @Override
  public long size() {
    return contents.length + tableSize;
  }

  @Override
  public Iterator<Link> iterator() {
    return tableSize == 0
        ? new Scan()
        : EntryTable.parse(contents, access).list().links().iterator();
  }

  /** Passes over what cannot be understood. */
  private final class Scan implements Iterator<Link> {
    private final EntryScanner scanner = new EntryScanner(contents);
    private Optional<Link> next = find();

    private Optional<Link> find() {
      while (scanner.hasNext()) {
        if (scanner.next() instanceof EntryScanner.Scanned.Named named
            && named.entry(access, Optional.empty()).read() instanceof Entry.Reading.Good good) {
          return Optional.of(new Link(named.name(), good.node(), good.metadata()));
        }
      }
      return Optional.empty();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Link next() {
      Link link = next.orElseThrow(NoSuchElementException::new);
      next = find();
      return link;
    }
  }
}
