package org.truckee.grid.immutable.upload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.grid.GridServer;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.spread.Placement;
import org.truckee.storage.ShareNumber;

/**
 * What is known of the candidates for the shares of one file while servers are selected: who can be
 * asked to take any, who had which before, and who has granted which. Used by one thread.
 */
final class Spread {
  private final UploadPlan plan;
  private final List<GridServer> candidates;
  private final Set<GridServer> writeable = new HashSet<>();
  private final Set<GridServer> readOnly = new HashSet<>();
  private final Holders found = new Holders();
  private final Map<Holding, GrantedShare> granted = new LinkedHashMap<>();

  /** With the most preferred server first. None of them counts before it is heard of. */
  Spread(UploadPlan plan, List<GridServer> candidates) {
    this.plan = plan;
    this.candidates = candidates;
  }

  /** The largest share that a server takes, in bytes. */
  void noteCapacity(GridServer server, long capacity) {
    boolean hasRoom = capacity >= plan.shareLength();
    (hasRoom ? readOnly : writeable).remove(server);
    (hasRoom ? writeable : readOnly).add(server);
  }

  /** A server has these shares. */
  void noteFound(GridServer server, Set<ShareNumber> shares) {
    for (ShareNumber share : shares) {
      boolean known = share.value() < plan.total();
      if (known && !plan.spoiled().contains(new Holding(server, share))) {
        found.add(server, share);
      }
    }
  }

  void noteGranted(GrantedShare grant) {
    granted.put(new Holding(grant.server(), grant.share()), grant);
  }

  /** A server has no room left; what it holds still counts. */
  void askNoMore(GridServer server) {
    if (writeable.remove(server)) {
      readOnly.add(server);
    }
  }

  /** Leaves a server alone. What it had before does not count: it may be gone with it. */
  void drop(GridServer server) {
    writeable.remove(server);
    readOnly.remove(server);
    for (ShareNumber share : List.copyOf(found.on(server))) {
      found.remove(server, share);
    }
  }

  /** Who had which shares before this upload. */
  Holders found() {
    return found;
  }

  /** Who has, or will have, which shares; a copy. */
  Holders holders() {
    Holders all = new Holders();
    found.addTo(all);
    granted.keySet().forEach(holding -> all.add(holding.server(), holding.share()));
    return all;
  }

  List<GrantedShare> granted() {
    return List.copyOf(granted.values());
  }

  /** The servers that count, those that can be asked for more first. */
  List<GridServer> servers() {
    List<GridServer> all = new ArrayList<>(those(writeable));
    all.addAll(those(readOnly));
    return all;
  }

  /** Which shares should be asked for besides those that were granted. */
  Placement placement() {
    return Placement.of(
        those(writeable), those(readOnly), holders(), plan.placeable(), plan.spoiled(), Set.of());
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
    Placement better =
        Placement.of(
            those(writeable),
            those(readOnly),
            found,
            plan.placeable(),
            plan.spoiled(),
            granted.keySet());
    List<GrantedShare> unwanted =
        granted.values().stream()
            .filter(grant -> !better.asks(grant.server(), grant.share()))
            .toList();
    unwanted.forEach(grant -> granted.remove(new Holding(grant.server(), grant.share())));
    return unwanted;
  }

  private List<GridServer> those(Set<GridServer> wanted) {
    return candidates.stream().filter(wanted::contains).toList();
  }
}
