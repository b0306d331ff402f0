package org.truckee.grid.spread;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.truckee.grid.GridServer;
import org.truckee.storage.ShareNumber;

/**
 * Which server should be asked to take which shares.
 *
 * <p>What servers hold stays where it is, and counts. The spread is as good as it can be: with the
 * new shares, a maximum matching of servers and shares. Among the ways to get there it is one that
 * sends the fewest shares; a share that somebody holds is only sent once more if that makes the
 * spread better. Shares that nobody holds and that the spread does not need go to the servers with
 * the fewest ({@code spec/01 §7.6} and defect D3).
 */
public final class Placement {
  private final List<GridServer> readOnly;
  private final List<GridServer> writeable;
  private final Holders holders;
  private final Set<Holding> refused;
  private final Set<Holding> grants;
  private final BitSet placeable = new BitSet();
  private final Map<GridServer, SortedSet<ShareNumber>> asked = new LinkedHashMap<>();
  private int happiness;

  private Placement(
      List<GridServer> writeable,
      List<GridServer> readOnly,
      Holders holders,
      Collection<ShareNumber> placeable,
      Set<Holding> refused,
      Set<Holding> grants) {
    this.writeable = writeable;
    this.readOnly = readOnly;
    this.holders = holders;
    this.refused = refused;
    this.grants = grants;
    placeable.forEach(share -> this.placeable.set(share.value()));
  }

  /**
   * Computes a placement.
   *
   * @param writeable the servers that may be asked, the most preferred first
   * @param readOnly other servers, of which only what they hold counts
   * @param holders what all of these hold
   * @param placeable the shares that may be sent
   * @param refused what servers may not be asked for, though they do not hold it
   * @param grants what servers would take without being asked again, also those that take nothing
   *     else; preferred to what would have to be asked for
   */
  public static Placement of(
      List<GridServer> writeable,
      List<GridServer> readOnly,
      Holders holders,
      Collection<ShareNumber> placeable,
      Set<Holding> refused,
      Set<Holding> grants) {
    Placement placement = new Placement(writeable, readOnly, holders, placeable, refused, grants);
    placement.match();
    return placement;
  }

  /** The shares that each server should be asked for; servers without any are missing. */
  public Map<GridServer, SortedSet<ShareNumber>> asked() {
    return Collections.unmodifiableMap(asked);
  }

  /** The servers of happiness if all that is asked for is granted. */
  public int happiness() {
    return happiness;
  }

  /** Whether a server should take a share that it does not hold. */
  public boolean asks(GridServer server, ShareNumber share) {
    return asked.getOrDefault(server, Collections.emptySortedSet()).contains(share);
  }

  private void match() {
    BitSet held = bits(holders.shares());
    BitSet homeless = (BitSet) placeable.clone();
    homeless.andNot(held);
    int servers = readOnly.size() + writeable.size();
    BitSet[] edges = new BitSet[servers];
    for (int i = 0; i < servers; i++) {
      edges[i] = bits(holders.on(server(i)));
    }
    Matching matching = new Matching(servers, Math.max(held.length(), placeable.length()));
    // Servers that can take nothing new come first: the others find something else.
    matching.grow(0, servers, edges);
    matching.grow(0, servers, with(edges, granted(), homeless));
    matching.grow(0, servers, with(edges, takeable(), homeless));
    matching.grow(0, servers, with(edges, takeable(), placeable));
    happiness = matching.size();
    for (int i = 0; i < servers; i++) {
      int share = matching.shareOf(i);
      if (share != Matching.NONE && !edges[i].get(share)) {
        ask(server(i), new ShareNumber(share));
      }
    }
    homeless.stream()
        .filter(share -> !matching.hasShare(share))
        .mapToObj(ShareNumber::new)
        .forEach(this::giveToTheEmptiest);
  }

  private static BitSet[] with(BitSet[] edges, BitSet[] more, BitSet shares) {
    BitSet[] result = new BitSet[edges.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (BitSet) more[i].clone();
      result[i].and(shares);
      result[i].or(edges[i]);
    }
    return result;
  }

  /** What each server has granted. */
  private BitSet[] granted() {
    BitSet[] result = new BitSet[readOnly.size() + writeable.size()];
    for (int i = 0; i < result.length; i++) {
      GridServer server = server(i);
      result[i] =
          bits(
              grants.stream()
                  .filter(grant -> grant.server().equals(server))
                  .map(Holding::share)
                  .toList());
    }
    return result;
  }

  /** What each server has granted or may be asked for. */
  private BitSet[] takeable() {
    BitSet[] result = granted();
    for (int i = readOnly.size(); i < result.length; i++) {
      result[i].or(placeable);
      for (Holding refusal : refused) {
        if (refusal.server().equals(server(i))) {
          result[i].clear(refusal.share().value());
        }
      }
    }
    return result;
  }

  private void giveToTheEmptiest(ShareNumber share) {
    Stream.concat(
            writeable.stream().filter(server -> !refused.contains(new Holding(server, share))),
            readOnly.stream().filter(server -> isGranted(server, share)))
        .min(Comparator.comparingInt(this::load).thenComparing(server -> !isGranted(server, share)))
        .ifPresent(server -> ask(server, share));
  }

  private boolean isGranted(GridServer server, ShareNumber share) {
    return grants.contains(new Holding(server, share));
  }

  private int load(GridServer server) {
    return holders.on(server).size() + asked.getOrDefault(server, new TreeSet<>()).size();
  }

  private void ask(GridServer server, ShareNumber share) {
    asked.computeIfAbsent(server, unused -> new TreeSet<>()).add(share);
  }

  private GridServer server(int i) {
    return i < readOnly.size() ? readOnly.get(i) : writeable.get(i - readOnly.size());
  }

  private static BitSet bits(Collection<ShareNumber> shares) {
    BitSet bits = new BitSet();
    shares.forEach(share -> bits.set(share.value()));
    return bits;
  }
}
