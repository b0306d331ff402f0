package org.truckee.grid.mutable.publish;

import java.util.SortedSet;
import java.util.TreeSet;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;

/**
 * A version that was written.
 *
 * @param version what it is
 * @param map what servers hold now, as far as is known
 * @param finished whether all was written that could be; if not, the shares that were left alone
 *     have still to be made of those that were written
 * @param shadows copies that are to be deleted when it is
 */
public record Published(
    Version version, ServerMap map, boolean finished, SortedSet<Place> shadows) {
  /** A version of which all was written that could be. */
  static Published finished(Version version, ServerMap map) {
    return new Published(version, map, true, new TreeSet<>());
  }
}
