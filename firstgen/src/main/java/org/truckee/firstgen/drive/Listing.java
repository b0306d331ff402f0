package org.truckee.firstgen.drive;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a directory.
 *
 * @param children by their names
 * @param damaged what is wrong with the entries that cannot be read, by what can be told of them
 */
public record Listing(SortedMap<ChildName, DriveNode> children, List<String> damaged) {
  /** Copies both. */
  public Listing {
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
    damaged = List.copyOf(damaged);
  }
}
