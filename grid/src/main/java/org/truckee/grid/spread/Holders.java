package org.truckee.grid.spread;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.grid.GridServer;
import org.truckee.storage.ShareNumber;

/** Who holds which shares of a file, as far as is known. Used by one thread. */
public final class Holders {
  private final Map<GridServer, SortedSet<ShareNumber>> shares = new LinkedHashMap<>();

  public void add(GridServer server, ShareNumber share) {
    shares.computeIfAbsent(server, unused -> new TreeSet<>()).add(share);
  }

  public void remove(GridServer server, ShareNumber share) {
    SortedSet<ShareNumber> held = shares.get(server);
    if (held != null && held.remove(share) && held.isEmpty()) {
      shares.remove(server);
    }
  }

  /** Adds all that is known here to {@code others}. */
  public void addTo(Holders others) {
    shares.forEach((server, held) -> held.forEach(share -> others.add(server, share)));
  }

  /** The shares on a server. */
  public SortedSet<ShareNumber> on(GridServer server) {
    return Collections.unmodifiableSortedSet(shares.getOrDefault(server, new TreeSet<>()));
  }

  /** The shares that somebody holds. */
  public SortedSet<ShareNumber> shares() {
    SortedSet<ShareNumber> all = new TreeSet<>();
    shares.values().forEach(all::addAll);
    return all;
  }

  /** How many servers hold any. */
  public int servers() {
    return shares.size();
  }

  public int happiness() {
    return Happiness.of(shares.values());
  }

  /** The holders of each share, in the order in which they became known. */
  public SortedMap<ShareNumber, List<GridServer>> sharemap() {
    SortedMap<ShareNumber, List<GridServer>> map = new TreeMap<>();
    shares.forEach(
        (server, held) ->
            held.forEach(
                share -> map.computeIfAbsent(share, unused -> new ArrayList<>()).add(server)));
    return map;
  }
}
