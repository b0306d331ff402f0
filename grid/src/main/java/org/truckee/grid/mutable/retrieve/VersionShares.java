package org.truckee.grid.mutable.retrieve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.BadShare;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.servers.ServerLatencies;

/** The shares of one version, and what became of them. Shared by its readers; thread-safe. */
public final class VersionShares {
  private final MutableFacts facts;
  private final Version version;
  private final ServerLatencies latencies;
  private final SearchForMore search;
  private final SharedTree tree;
  private final Map<Place, MutableShareCopy> copies = new HashMap<>();
  private final Map<Place, BadShare> bad = new HashMap<>();
  private boolean searched;
  private String lastFailure = "none";

  /** Finds shares that were not known, and tells servers of damaged ones. */
  public interface SearchForMore {
    /** All shares of the version that can be found now. */
    Collection<KnownShare> find(Version version) throws InterruptedException;

    /** A share turned out to be damaged. */
    void damaged(BadShare share);
  }

  /** The shares of a version. */
  public VersionShares(
      MutableFacts facts,
      Version version,
      Collection<KnownShare> shares,
      ServerLatencies latencies,
      SearchForMore search) {
    this.facts = facts;
    this.version = version;
    this.latencies = latencies;
    this.search = search;
    this.tree = new SharedTree(version);
    add(shares);
  }

  public MutableFacts facts() {
    return facts;
  }

  public Version version() {
    return version;
  }

  private void add(Collection<KnownShare> shares) {
    for (KnownShare share : shares) {
      if (!bad.containsKey(share.place())) {
        copies.computeIfAbsent(
            share.place(), _ -> new MutableShareCopy(facts.index(), share, tree));
      }
    }
  }

  /** The copies that can be used, those first that are best to use. */
  synchronized List<MutableShareCopy> usable(BlockRange run) {
    List<MutableShareCopy> usable = new ArrayList<>(copies.values());
    usable.sort(
        Comparator.comparing((MutableShareCopy copy) -> !copy.hasAtHand(run))
            .thenComparing(copy -> latencies.isLate(copy.place().server().id()))
            .thenComparing(copy -> latencies.speedClass(copy.place().server().id()))
            .thenComparing(MutableShareCopy::place));
    return usable;
  }

  /** All copies, by number. */
  public synchronized List<MutableShareCopy> all() {
    return copies.values().stream().sorted(Comparator.comparing(MutableShareCopy::place)).toList();
  }

  /** A copy is damaged: it is not used any more, and its server is told. */
  public void markBad(MutableShareCopy copy, String reason) {
    BadShare share = new BadShare(copy.place(), version.header().signedBytes(), reason);
    synchronized (this) {
      copies.remove(copy.place());
      bad.put(copy.place(), share);
      lastFailure = "%s: %s".formatted(copy, reason);
    }
    search.damaged(share);
  }

  /** The copies that turned out to be damaged. */
  public synchronized List<BadShare> bad() {
    return List.copyOf(bad.values());
  }

  synchronized void failed(MutableShareCopy copy, String reason) {
    lastFailure = "%s: %s".formatted(copy, reason);
  }

  /** Looks for copies that are not known, once; returns whether there are any. */
  boolean findMore() throws InterruptedException {
    synchronized (this) {
      if (searched) {
        return false;
      }
      searched = true;
    }
    Collection<KnownShare> found = search.find(version);
    synchronized (this) {
      int before = copies.size();
      add(found);
      return copies.size() > before;
    }
  }

  synchronized NotEnoughSharesException shortage(int have, Set<MutableShareCopy> tried) {
    Set<Integer> left = new HashSet<>();
    copies.values().stream()
        .filter(copy -> !tried.contains(copy))
        .forEach(copy -> left.add(copy.number()));
    return new NotEnoughSharesException(
        ("ran out of servers: have %d of %d blocks of %s, version %s; found %d bad shares; have %d"
                + " remaining shares of the right version; encoding %d-of-%d, last failure: %s")
            .formatted(
                have,
                version.geometry().needed(),
                facts,
                version,
                bad.size(),
                left.size(),
                version.geometry().needed(),
                version.geometry().total(),
                lastFailure));
  }
}
