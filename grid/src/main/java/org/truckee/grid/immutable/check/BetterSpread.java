package org.truckee.grid.immutable.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridServer;
import org.truckee.grid.servers.FreeSpace;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.spread.Placement;
import org.truckee.storage.ShareNumber;

/**
 * Whether shares that lie on too few servers could lie on more: before a whole file is read to make
 * some of them again, the servers that should take them are asked whether they have room.
 */
public final class BetterSpread {
  private final RankedServers servers;
  private final FreeSpace space;

  /**
   * For the files of a grid.
   *
   * @param space who has room
   */
  public BetterSpread(RankedServers servers, FreeSpace space) {
    this.servers = servers;
    this.space = space;
  }

  /**
   * Whether the shares that a check has found can be spread over more servers.
   *
   * @param shares all share numbers of the file
   * @param shareLength bytes of each
   * @param spoiled damaged shares, which cannot be replaced where they are
   */
  boolean isPossible(
      CheckResult found, Collection<ShareNumber> shares, long shareLength, Set<Holding> spoiled)
      throws InterruptedException {
    List<GridServer> candidates =
        servers.connected().stream()
            .filter(GridServer::uploadPermitted)
            .filter(found.responding()::contains)
            .toList();
    Set<GridServer> free = space.of(servers.inOrder(candidates, found.index()), shareLength);
    Holders holders = new Holders();
    for (Map.Entry<ShareNumber, Set<GridServer>> share : found.shareMap().entrySet()) {
      share.getValue().forEach(server -> holders.add(server, share.getKey()));
    }
    List<GridServer> others =
        found.shareMap().values().stream()
            .flatMap(Set::stream)
            .distinct()
            .filter(server -> !free.contains(server))
            .toList();
    Placement best = Placement.of(List.copyOf(free), others, holders, shares, spoiled, Set.of());
    return best.happiness() > found.happiness();
  }
}
