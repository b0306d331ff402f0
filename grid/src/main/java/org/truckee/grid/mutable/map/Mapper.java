package org.truckee.grid.mutable.map;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.history.History;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.RankedServers;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareKind;
import org.truckee.storage.StorageException;

/** Makes servermaps. */
public final class Mapper {
  private final RankedServers servers;
  private final EncodingParameters usual;
  private final ClientLeaseSecret leaseSecret;
  private final CorruptionNotices notices;
  private final Patience patience;
  private final Duration thorough;
  private final History history;

  /**
   * A maker of maps.
   *
   * @param usual k and N of files of which nothing is known
   * @param patience with each server
   * @param thorough after which a server is late for somebody who wants to know of every share
   * @param history hears of updates
   */
  public Mapper(
      RankedServers servers,
      EncodingParameters usual,
      ClientLeaseSecret leaseSecret,
      CorruptionNotices notices,
      Patience patience,
      Duration thorough,
      History history) {
    this.servers = servers;
    this.usual = usual;
    this.leaseSecret = leaseSecret;
    this.notices = notices;
    this.patience = patience;
    this.thorough = thorough;
    this.history = history;
  }

  /** What a map is made for. */
  public enum Purpose {
    /** To see which shares there are. */
    LOOKING,
    /** The contents will be read: they come along if they are small. */
    READING,
    /** Every share counts: what is missing in the map will be taken for lost. */
    CHECKING,
    /** The same, and all shares get a lease. */
    LEASING;

    private boolean isThorough() {
      return this == CHECKING || this == LEASING;
    }
  }

  /** Asks which shares servers have. */
  public ServerMap map(MutableFacts facts, MapMode mode, Purpose purpose)
      throws InterruptedException {
    return map(facts, mode, purpose, List.of());
  }

  /**
   * Asks which shares servers have.
   *
   * @param along ranges of all shares that are to come along
   */
  public ServerMap map(MutableFacts facts, MapMode mode, Purpose purpose, List<ByteRange> along)
      throws InterruptedException {
    int needed =
        facts.lastSeen().map(Version::geometry).map(Geometry::needed).orElse(usual.needed());
    int total = facts.lastSeen().map(Version::geometry).map(Geometry::total).orElse(usual.total());
    MapUpdate update =
        new MapUpdate(
            facts,
            mode,
            servers(facts),
            needed,
            total,
            purpose == Purpose.READING,
            server -> servers.latencies().isLate(server.id()),
            along,
            purpose == Purpose.LEASING ? leases(facts) : MapUpdate.Leases.NONE,
            purpose.isThorough());
    ServerMap map = run(update, facts, mode, purpose);
    map.bad().values().forEach(share -> advise(facts, share));
    return map;
  }

  private ServerMap run(MapUpdate update, MutableFacts facts, MapMode mode, Purpose purpose)
      throws InterruptedException {
    try (MapUpdateStatus status = history.mapUpdate(facts.index(), mode)) {
      return update.run(
          Set.of(),
          servers.latencies(),
          server -> purpose.isThorough() ? longer(server) : patience,
          status);
    }
  }

  /**
   * There is nobody to ask in the place of a server; but one that was waited for as long lately may
   * be gone.
   */
  private Patience longer(GridServer server) {
    return new Patience(
        () ->
            servers.latencies().isLate(server.id(), thorough)
                ? patience.untilLate().get()
                : thorough,
        patience.untilGivenUp());
  }

  /** All servers in their order for a file. */
  public List<GridServer> servers(MutableFacts facts) {
    return servers.inOrder(servers.connected(), facts.index());
  }

  /** Tells a server of a damaged share. */
  public void advise(MutableFacts facts, BadShare share) {
    notices.send(
        ShareKind.MUTABLE,
        share.place().server(),
        facts.index(),
        share.place().share(),
        share.reason());
  }

  private MapUpdate.Leases leases(MutableFacts facts) {
    ClientLeaseSecret.FileLeases leases = leaseSecret.forFile(facts.index());
    return server -> {
      try {
        server.storage().addLease(facts.index(), leases.on(server));
        return true;
      } catch (StorageException e) {
        // A map is made to find shares: it succeeds without leases.
        return false;
      }
    };
  }
}
