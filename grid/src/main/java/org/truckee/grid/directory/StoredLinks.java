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
record StoredLinks(byte[] contents, TableAccess access) implements DirectoryLinks {
  @Override
  public long size() {
    return contents.length;
  }

  @Override
  public Iterator<Link> iterator() {
    return areInOrder() ? new Scan() : EntryTable.parse(contents, access).list().links().iterator();
  }

  private boolean areInOrder() {
    EntryScanner scanner = new EntryScanner(contents);
    String last = "";
    while (scanner.hasNext()) {
      if (scanner.next() instanceof EntryScanner.Scanned.Named named) {
        if (last.compareTo(named.name()) >= 0) {
          return false;
        }
        last = named.name();
      }
    }
    return true;
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
