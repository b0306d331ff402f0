package org.truckee.grid;

import java.util.List;

/**
 * What is in a directory.
 *
 * @param links the children, in the order in which they are stored: by code points, unless somebody
 *     else did otherwise
 * @param damaged the entries that had to be set aside
 * @param size of the contents in bytes
 */
public record DirectoryListing(List<Link> links, List<DamagedEntry> damaged, long size) {
  /** Copies the lists. */
  public DirectoryListing {
    links = List.copyOf(links);
    damaged = List.copyOf(damaged);
  }
}
