package org.truckee.grid.mutable.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.ServerId;
import org.truckee.grid.mutable.Version;

/**
 * Which shares of a file servers hold ({@code spec/02 §9.1–9.2}). Immutable.
 *
 * @param mode how it was made
 * @param shares the valid ones
 * @param bad those that are of no use
 * @param responding the servers that answered
 * @param silent those that did not, and why
 */
public record ServerMap(
    MapMode mode,
    SortedMap<Place, KnownShare> shares,
    SortedMap<Place, BadShare> bad,
    Set<GridServer> responding,
    Map<GridServer, String> silent) {
  /** Copies the collections. */
  public ServerMap {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    bad = Collections.unmodifiableSortedMap(new TreeMap<>(bad));
    responding = Set.copyOf(responding);
    silent = Map.copyOf(silent);
  }

  /** The map of a file that nobody has written yet. */
  public static ServerMap ofNew() {
    return new ServerMap(MapMode.WRITE, new TreeMap<>(), new TreeMap<>(), Set.of(), Map.of());
  }

  /** The shares of every version, the best version first. */
  public NavigableMap<Version, List<KnownShare>> versions() {
    NavigableMap<Version, List<KnownShare>> versions = new TreeMap<>(Comparator.reverseOrder());
    for (KnownShare share : shares.values()) {
      versions.computeIfAbsent(share.version(), _ -> new ArrayList<>()).add(share);
    }
    return versions;
  }

  /** The shares of one version. */
  public List<KnownShare> of(Version version) {
    return shares.values().stream().filter(share -> share.version().equals(version)).toList();
  }

  /** The numbers of the shares of one version on every server that has any. */
  public Map<ServerId, SortedSet<Integer>> places(Version version) {
    Map<ServerId, SortedSet<Integer>> places = new HashMap<>();
    of(version)
        .forEach(
            share ->
                places
                    .computeIfAbsent(share.place().server().id(), _ -> new TreeSet<>())
                    .add(share.place().number()));
    return places;
  }

  /** How many different shares of a version there are. */
  public int distinct(Version version) {
    return distinct(of(version));
  }

  static int distinct(Collection<KnownShare> shares) {
    return (int) shares.stream().map(share -> share.place().number()).distinct().count();
  }

  /** The versions that can be read, best first. */
  public List<Version> recoverable() {
    return versions().entrySet().stream()
        .filter(each -> isRecoverable(each.getKey(), each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The versions that cannot, newest first. */
  public List<Version> unrecoverable() {
    return versions().entrySet().stream()
        .filter(each -> !isRecoverable(each.getKey(), each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isRecoverable(Version version, List<KnownShare> shares) {
    return distinct(shares) >= version.geometry().needed();
  }

  /** The version to read. */
  public Optional<Version> best() {
    return recoverable().stream().findFirst();
  }

  /** The greatest number of any version, unsigned; 0 if there is none. */
  public long highestSequenceNumber() {
    return shares.values().stream()
        .map(share -> share.version().header().sequenceNumber())
        .max(Long::compareUnsigned)
        .orElse(0L);
  }

  /** The versions that cannot be read and are newer than all that can. */
  public List<Version> unrecoverableNewer() {
    Optional<Version> best = best();
    return unrecoverable().stream()
        .filter(
            version ->
                best.isEmpty()
                    || Long.compareUnsigned(
                            version.header().sequenceNumber(), best.get().header().sequenceNumber())
                        > 0)
        .toList();
  }

  /** Whether several versions with the same number can be read. */
  public boolean needsMerge() {
    List<Version> recoverable = recoverable();
    Set<Long> numbers =
        recoverable.stream()
            .map(version -> version.header().sequenceNumber())
            .collect(Collectors.toSet());
    return numbers.size() < recoverable.size();
  }

  /** All versions in one line ({@code spec/02 §9.2}). */
  public String summary() {
    return versions().entrySet().stream()
        .map(each -> "%d*%s".formatted(distinct(each.getValue()), each.getKey()))
        .collect(Collectors.joining("/"));
  }

  /** The servers that hold any share, good or bad. */
  public Set<GridServer> holders() {
    Set<GridServer> holders = new HashSet<>();
    shares.keySet().forEach(place -> holders.add(place.server()));
    bad.keySet().forEach(place -> holders.add(place.server()));
    return holders;
  }

  /** This map with other shares, known or bad; a new known share takes a bad mark away. */
  public ServerMap with(Collection<KnownShare> known, Collection<BadShare> spoilt) {
    SortedMap<Place, KnownShare> good = new TreeMap<>(shares);
    SortedMap<Place, BadShare> worse = new TreeMap<>(bad);
    for (BadShare share : spoilt) {
      good.remove(share.place());
      worse.put(share.place(), share);
    }
    for (KnownShare share : known) {
      worse.remove(share.place());
      good.put(share.place(), share);
    }
    return new ServerMap(mode, good, worse, responding, silent);
  }

  /** This map without some places. */
  public ServerMap without(Collection<Place> places) {
    SortedMap<Place, KnownShare> good = new TreeMap<>(shares);
    SortedMap<Place, BadShare> worse = new TreeMap<>(bad);
    good.keySet().removeAll(places);
    worse.keySet().removeAll(places);
    return new ServerMap(mode, good, worse, responding, silent);
  }
}
