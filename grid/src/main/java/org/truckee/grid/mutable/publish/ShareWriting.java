package org.truckee.grid.mutable.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.BadShare;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.map.SlotBytes;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.storage.ShareUpdate;

/** Brings the shares of a version to their places, each with one write. Used once. */
final class ShareWriting {
  private static final Logger LOG = LoggerFactory.getLogger(ShareWriting.class);

  /** Shares of one server go together if they have no more bytes; others had better go at once. */
  private static final long TOGETHER = 256 << 10;

  private final MutableFacts facts;
  private final ServerMap map;
  private final Version version;
  private final SlotWriter writer;
  private final Judge judge;
  private final List<GridServer> servers;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final IntFunction<List<ShareUpdate.Write>> shares;
  private final SortedSet<Place> written = new TreeSet<>();
  private final SortedSet<Place> deleted = new TreeSet<>();
  private final Map<Place, String> failed = new HashMap<>();

  /**
   * Writes to be made.
   *
   * @param map what is expected to be there
   * @param servers that may take shares, in their order for the file
   * @param shares the contents of each share
   */
  ShareWriting(
      MutableFacts facts,
      ServerMap map,
      Version version,
      SlotWriter writer,
      List<GridServer> servers,
      ServerLatencies latencies,
      Patience patience,
      IntFunction<List<ShareUpdate.Write>> shares) {
    this.facts = facts;
    this.map = map;
    this.version = version;
    this.writer = writer;
    this.judge = new Judge(version.header().checkstring(), map);
    this.servers = servers;
    this.latencies = latencies;
    this.patience = patience;
    this.shares = shares;
  }

  /**
   * Writes them.
   *
   * @param moves shares that go elsewhere → where; what is left behind is deleted
   * @param least how many different shares have to be written
   * @throws CollisionException if somebody else's shares were found
   * @throws NotEnoughServersException if fewer were written
   */
  Published write(SortedSet<Place> goal, Map<Place, Place> moves, int least)
      throws CollisionException, NotEnoughServersException, InterruptedException {
    int needed = version.geometry().needed();
    Waves waves = Waves.plan(goal, map, needed, servers);
    send(waves.first(), goal, Math.min(least, needed));
    if (!waves.rest().isEmpty()) {
      send(waves.rest(), goal, least);
    }
    SortedSet<Place> leftovers = new TreeSet<>(waves.shadows());
    leftovers.retainAll(written);
    leftovers.removeAll(goal);
    moves.forEach(
        (from, to) -> {
          if (written.contains(to)) {
            leftovers.add(from);
          }
        });
    leftovers.removeIf(place -> !isElsewhere(place));
    delete(leftovers);
    return Published.finished(version, mapAfterwards());
  }

  /** Writes the shares of a version that has k others: as many as can be. */
  Published fill(SortedSet<Place> goal)
      throws CollisionException, NotEnoughServersException, InterruptedException {
    if (!goal.isEmpty()) {
      send(goal, goal, 0);
    }
    return Published.finished(version, mapAfterwards());
  }

  private boolean isElsewhere(Place leftover) {
    return written.stream()
        .anyMatch(place -> place.number() == leftover.number() && !place.equals(leftover));
  }

  private void send(SortedSet<Place> places, Collection<Place> goal, int least)
      throws CollisionException, NotEnoughServersException, InterruptedException {
    List<Place> taken = new ArrayList<>(goal);
    taken.addAll(written);
    taken.addAll(map.shares().keySet());
    taken.addAll(map.bad().keySet());
    Wave wave =
        new Wave(
            judge,
            (writes, beside) -> writer.write(writes, beside, shares),
            latencies,
            patience,
            version.geometry().total(),
            taken,
            guards(),
            servers);
    wave.run(
        places.stream().map(place -> new PlannedWrite(place, expected(place))).toList(),
        together());
    written.addAll(wave.written());
    failed.putAll(wave.failed());
    if (wave.collision().isPresent()) {
      throw new CollisionException(
          "somebody else wrote %s at the same time: %s holds a share of another new version"
              .formatted(facts, wave.collision().get()),
          version);
    }
    int distinct = ShareGoal.numbers(written).size();
    if (distinct < least) {
      throw new NotEnoughServersException(
          "Publish ran out of good servers: %d shares of %s were written, and at least %d must be%s"
              .formatted(
                  distinct,
                  facts,
                  least,
                  failed.values().stream()
                      .findAny()
                      .map(reason -> ", last failure was: " + reason)
                      .orElse("")));
    }
  }

  /** How many shares are so small that they had better go with one request. */
  private int together() {
    return (int) Math.max(1, TOGETHER / Math.max(1, version.layout().end()));
  }

  private byte[] expected(Place place) {
    return expected(map, place);
  }

  /** All that is known to be there; what a wave writes is no guard in it. */
  private Map<Place, byte[]> guards() {
    Map<Place, byte[]> guards = guards(map);
    written.forEach(place -> guards.put(place, version.header().checkstring()));
    return guards;
  }

  /** How all shares begin that a map shows. */
  static Map<Place, byte[]> guards(ServerMap map) {
    Map<Place, byte[]> guards = new HashMap<>();
    map.shares().keySet().forEach(place -> guards.put(place, expected(map, place)));
    map.bad().keySet().forEach(place -> guards.put(place, expected(map, place)));
    return guards;
  }

  /** How the share at a place begins, as a map shows it; nothing if there is none. */
  static byte[] expected(ServerMap map, Place place) {
    KnownShare known = map.shares().get(place);
    BadShare bad = map.bad().get(place);
    return known != null
        ? known.version().header().checkstring()
        : bad != null ? bad.recorded() : new byte[0];
  }

  /** Deletes shares that are not needed; one that cannot be deleted does no harm. */
  private void delete(Collection<Place> leftovers) throws InterruptedException {
    if (leftovers.isEmpty()) {
      return;
    }
    Wave wave =
        new Wave(
            new Judge(new byte[0], map),
            (writes, _) -> writer.delete(writes),
            latencies,
            patience,
            0,
            map.shares().keySet(),
            Map.of(),
            List.of());
    wave.run(
        leftovers.stream()
            .map(
                place ->
                    new PlannedWrite(
                        place,
                        written.contains(place) ? version.header().checkstring() : expected(place)))
            .toList());
    wave.failed()
        .forEach((place, why) -> LOG.info("{} keeps a share too many: {}", place.server(), why));
    deleted.addAll(wave.written());
  }

  private ServerMap mapAfterwards() {
    List<KnownShare> known =
        written.stream().map(place -> new KnownShare(place, version, SlotBytes.NONE)).toList();
    return map.with(known, List.of()).without(deleted);
  }
}
