package org.truckee.grid.immutable.upload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.truckee.grid.GridServer;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.spread.Placement;
import org.truckee.storage.ShareNumber;

/**
 * What is known of the candidates for the shares of one file: who can be asked to take any, who had
 * which before, who has granted which and was sent it, and which are being uploaded by somebody
 * else. Used by one thread.
 */
final class Spread {
  private final UploadPlan plan;
  private final List<GridServer> candidates;
  private final Set<GridServer> writeable = new HashSet<>();
  private final Set<GridServer> readOnly = new HashSet<>();
  private final Map<GridServer, Long> withoutRoom = new HashMap<>();
  private final Set<ShareNumber> placeable;

  /** Shares that other uploads have written. */
  private final Holders found = new Holders();

  /** The found shares that were read and are good. */
  private final Set<Holding> verified = new HashSet<>();

  /** Shares that servers said they would take from this upload, also after they were sent. */
  private final Map<Holding, GrantedShare> granted = new LinkedHashMap<>();

  private final Set<Holding> arrived = new HashSet<>();

  /** Shares that others are writing, as far as is known. */
  private final Set<Holding> foreign = new LinkedHashSet<>();

  /** Shares that servers have but that are damaged. */
  private final Set<Holding> spoiled;

  /** Shares that servers have refused, or lost on their way. */
  private final Set<Holding> refused = new HashSet<>();

  /** What was lost since {@link #forgoLosses} was last called. */
  private final Set<ShareNumber> lost = new TreeSet<>();

  /** Of candidates with the most preferred server first. None counts before it has answered. */
  Spread(UploadPlan plan, List<GridServer> candidates) {
    this.plan = plan;
    this.candidates = candidates;
    this.placeable = new HashSet<>(plan.placeable());
    this.spoiled = new HashSet<>(plan.spoiled());
  }

  /** The largest share that a server takes, in bytes. */
  void noteCapacity(GridServer server, long capacity) {
    boolean hasRoom = capacity >= plan.shareLength();
    if (hasRoom) {
      withoutRoom.remove(server);
    } else {
      withoutRoom.put(server, capacity);
    }
    (hasRoom ? readOnly : writeable).remove(server);
    (hasRoom ? writeable : readOnly).add(server);
  }

  /** Servers that say they have too little room for a share, with the largest that they take. */
  Map<GridServer, Long> withoutRoom() {
    return Collections.unmodifiableMap(withoutRoom);
  }

  /** A server has these shares. */
  void noteFound(GridServer server, Set<ShareNumber> shares) {
    for (ShareNumber share : shares) {
      Holding holding = new Holding(server, share);
      boolean known = share.value() < plan.total();
      if (known && !spoiled.contains(holding) && !granted.containsKey(holding)) {
        found.add(server, share);
        foreign.remove(holding);
      }
    }
  }

  void noteGranted(GrantedShare grant) {
    granted.put(grant.holding(), grant);
    foreign.remove(grant.holding());
  }

  /** Somebody else is writing a share. */
  void noteForeign(GridServer server, ShareNumber share) {
    foreign.add(new Holding(server, share));
  }

  /** A server does not take a share, though it may take others. */
  void noteRefused(GridServer server, ShareNumber share) {
    refused.add(new Holding(server, share));
    foreign.remove(new Holding(server, share));
  }

  /** A share that was granted is complete. */
  void noteArrived(GrantedShare share) {
    arrived.add(share.holding());
  }

  /** A share could not be sent; its server is asked for nothing more. */
  void noteLost(GrantedShare share) {
    granted.remove(share.holding());
    refused.add(share.holding());
    lost.add(share.share());
    askNoMore(share.server());
  }

  /** A share that somebody else wrote was read, and is good. */
  void noteVerified(Holding holding) {
    verified.add(holding);
  }

  /** A share that somebody else wrote was read, and is damaged. */
  void noteDamaged(Holding holding) {
    found.remove(holding.server(), holding.share());
    spoiled.add(holding);
  }

  /** A server has no room left; what it holds still counts. */
  void askNoMore(GridServer server) {
    if (writeable.remove(server)) {
      readOnly.add(server);
    }
  }

  /**
   * Leaves a server alone. Shares that it had before do not count any more, since it may be gone;
   * shares that were sent to it do.
   */
  void drop(GridServer server) {
    askNoMore(server);
    if (arrived.stream().noneMatch(holding -> holding.server().equals(server))) {
      readOnly.remove(server);
    }
    for (ShareNumber share : List.copyOf(found.on(server))) {
      found.remove(server, share);
      lost.add(share);
    }
    foreign.removeIf(holding -> holding.server().equals(server));
  }

  /** Shares that other uploads are writing do not count any more, and are not asked for again. */
  void giveUpForeign() {
    refused.addAll(foreign);
    foreign.clear();
  }

  /** Shares that were lost are not sent again. */
  void forgoLosses() {
    placeable.removeAll(lost);
    lost.clear();
  }

  /** Who had which shares before, or got them from somebody else. */
  Holders found() {
    return found;
  }

  /** Shares that other uploads are writing. */
  Set<Holding> foreign() {
    return Set.copyOf(foreign);
  }

  /** Shares that others have written and nobody has read yet. */
  List<Holding> unverified() {
    List<Holding> all = new ArrayList<>();
    for (GridServer server : servers()) {
      found.on(server).forEach(share -> all.add(new Holding(server, share)));
    }
    all.removeAll(verified);
    return all;
  }

  /** Who has, or will have from this upload, which shares; a copy. */
  Holders holders() {
    Holders all = new Holders();
    found.addTo(all);
    granted.keySet().forEach(holding -> all.add(holding.server(), holding.share()));
    return all;
  }

  /** {@link #holders} with the shares that other uploads are writing; a copy. */
  Holders expected() {
    Holders all = holders();
    foreign.forEach(holding -> all.add(holding.server(), holding.share()));
    return all;
  }

  /** The shares that have still to be sent. */
  List<GrantedShare> toBeSent() {
    return granted.values().stream().filter(share -> !hasArrived(share)).toList();
  }

  /** The shares that were sent and are complete. */
  List<GrantedShare> sent() {
    return granted.values().stream().filter(this::hasArrived).toList();
  }

  /** The shares that can still be taken back. */
  List<GrantedShare> revocable() {
    return granted.values().stream()
        .filter(share -> share.stored() || !arrived.contains(share.holding()))
        .toList();
  }

  private boolean hasArrived(GrantedShare share) {
    return share.stored() || arrived.contains(share.holding());
  }

  /** The servers that count, those that can be asked for more first. */
  List<GridServer> servers() {
    List<GridServer> all = new ArrayList<>(those(writeable));
    all.addAll(those(readOnly));
    return all;
  }

  /** Which shares should be asked for besides those that were granted or are foreign. */
  Placement placement() {
    return placement(expected(), Set.of());
  }

  /**
   * Whether the plan can be happy without some shares and with nothing more from their servers:
   * with the others, or when other servers take more.
   */
  boolean canDoWithout(Collection<GrantedShare> shares) {
    Holders others = expected();
    shares.forEach(share -> others.remove(share.server(), share.share()));
    return canDoWith(others, shares.stream().map(GrantedShare::server).collect(Collectors.toSet()));
  }

  /**
   * Whether the plan can be happy without what some servers had before and with nothing more from
   * them.
   */
  boolean canDoWithoutFoundOn(Set<GridServer> servers) {
    Holders others = expected();
    servers.forEach(server -> found.on(server).forEach(share -> others.remove(server, share)));
    return canDoWith(others, servers);
  }

  private boolean canDoWith(Holders others, Set<GridServer> given) {
    if (others.happiness() >= plan.happy()) {
      return true;
    }
    List<GridServer> asked = those(writeable);
    List<GridServer> notAsked = new ArrayList<>(those(readOnly));
    asked.stream().filter(given::contains).forEach(notAsked::add);
    List<GridServer> rest = asked.stream().filter(server -> !given.contains(server)).toList();
    return Placement.of(rest, notAsked, others, placeable, excluded(), Set.of()).happiness()
        >= plan.happy();
  }

  /**
   * Drops what was granted but would not have been asked for if it had been known who had what.
   *
   * @return the shares to be given up
   */
  List<GrantedShare> reconsider() {
    if (found.servers() == 0) {
      return List.of();
    }
    Holders others = new Holders();
    found.addTo(others);
    foreign.forEach(holding -> others.add(holding.server(), holding.share()));
    Placement better = placement(others, granted.keySet());
    List<GrantedShare> unwanted =
        granted.values().stream()
            .filter(grant -> !better.asks(grant.server(), grant.share()))
            .toList();
    unwanted.forEach(grant -> granted.remove(grant.holding()));
    return unwanted;
  }

  private Placement placement(Holders holders, Set<Holding> grants) {
    return Placement.of(those(writeable), those(readOnly), holders, placeable, excluded(), grants);
  }

  private Set<Holding> excluded() {
    Set<Holding> excluded = new HashSet<>(spoiled);
    excluded.addAll(refused);
    return excluded;
  }

  private List<GridServer> those(Collection<GridServer> wanted) {
    return candidates.stream().filter(wanted::contains).toList();
  }

  /** The shares that a server should be asked for once more because others were writing them. */
  SortedSet<ShareNumber> foreignOn(GridServer server) {
    SortedSet<ShareNumber> shares = new TreeSet<>();
    foreign.stream()
        .filter(holding -> holding.server().equals(server))
        .forEach(holding -> shares.add(holding.share()));
    return shares;
  }
}
