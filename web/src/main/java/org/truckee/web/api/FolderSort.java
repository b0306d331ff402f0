package org.truckee.web.api;

import java.util.Locale;
import org.truckee.grid.Link;

/** What the entries of a directory are ordered by on its page; those that are equal, by name. */
enum FolderSort {
  NAME,
  SIZE,
  CHANGED,
  KIND;

  /** As addresses and people call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A number in the order of which the entries are. */
  long key(Link link) {
    return switch (this) {
      case NAME -> 0;
      case SIZE -> DirectoryRows.size(link.node()).orElse(-1L);
      case CHANGED -> LinkTimes.changed(link.metadata());
      case KIND -> DirectoryRows.kind(link.node()).ordinal();
    };
  }
}
