package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.truckee.capability.ReadKey;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.BlockRun;
import org.truckee.grid.mutable.FileFacts;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.MemoryBudget;
import org.truckee.grid.transfer.Workers;

/** Writes new versions: from contents to shares on servers ({@code spec/02 §10}). */
public final class Publisher {
  private final Mapper mapper;
  private final ClientLeaseSecret leaseSecret;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final MemoryBudget memory;
  private final Workers workers;
  private final RandomGenerator salts;
  private final Sealer sealer = new Sealer(new SecureRandom());

  /**
   * A writer.
   *
   * @param mapper knows the servers
   * @param patience with a server that takes a share
   * @param memory of all uploads of a grid
   * @param salts where salts come from: a secure generator outside tests
   */
  public Publisher(
      Mapper mapper,
      ClientLeaseSecret leaseSecret,
      ServerLatencies latencies,
      Patience patience,
      MemoryBudget memory,
      Workers workers,
      RandomGenerator salts) {
    this.mapper = mapper;
    this.leaseSecret = leaseSecret;
    this.latencies = latencies;
    this.patience = patience;
    this.memory = memory;
    this.workers = workers;
    this.salts = salts;
  }

  /**
   * Writes a version that has these contents, in place of all that the map shows.
   *
   * @param map made for writing, checking or repairing; of a new file, an empty one
   * @param needed k
   * @param total N
   * @throws CollisionException if somebody else writes the file
   * @throws NotEnoughServersException if fewer than k shares were taken
   */
  public Published publish(
      FileFacts facts, ServerMap map, Source contents, int needed, int total)
      throws CollisionException, IOException, InterruptedException {
    FileKeys keys = keys(facts);
    Geometry geometry = geometry(facts, needed, total, contents.size());
    long number = nextNumber(facts, map);
    ReadKey readKey = facts.readKey().orElseThrow();
    try (MemoryBudget.Grant _ = memoryFor(geometry)) {
      ContentsEncoder encoder = new ContentsEncoder(geometry, readKey, salts, workers);
      BlockRun blocks;
      try (InputStream in = contents.open()) {
        SegmentSource source = new SegmentSource(in, geometry, 0);
        blocks = encoder.encode(source, 0, geometry.segments());
      }
      SealedVersion sealed =
          workers.compute(
              () -> sealer.seal(keys, geometry, number, encoder.iv(), encoder.hashes()));
      Published published = write(facts, map, sealed, blocks);
      facts.saw(published.version());
      return published;
    }
  }

  private Published write(FileFacts facts, ServerMap map, SealedVersion sealed, BlockRun blocks)
      throws CollisionException, NotEnoughServersException, InterruptedException {
    Geometry geometry = sealed.version().geometry();
    List<GridServer> servers = takers(facts);
    SortedSet<Place> goal = goal(map, servers, geometry.total());
    Map<Place, Place> moves = moves(map, goal, servers);
    goal.removeAll(moves.keySet());
    goal.addAll(moves.values());
    ShareWriting writing =
        new ShareWriting(
            facts,
            map,
            sealed.version(),
            new SlotWriter(facts.writeCap().orElseThrow(), leaseSecret),
            servers,
            latencies,
            patience,
            share -> sealed.writes(share, blocks, share));
    return writing.write(goal, moves, geometry.needed());
  }

  /** All shares that are known, bad or good, and places for those that are missing. */
  private static SortedSet<Place> goal(ServerMap map, List<GridServer> servers, int total)
      throws NotEnoughServersException {
    SortedSet<Place> taken = new TreeSet<>(map.shares().keySet());
    taken.addAll(map.bad().keySet());
    // Shares of a version that had more of them stay behind, as old ones.
    taken.removeIf(place -> place.number() >= total);
    return ShareGoal.complete(taken, servers, total);
  }

  /** To servers that said that they have no share. */
  private static Map<Place, Place> moves(
      ServerMap map, SortedSet<Place> goal, List<GridServer> servers) {
    if (map.shares().isEmpty()) {
      return new TreeMap<>();
    }
    List<GridServer> empty =
        servers.stream()
            .filter(map.responding()::contains)
            .filter(server -> !map.holders().contains(server))
            .filter(server -> goal.stream().noneMatch(place -> place.server().equals(server)))
            .toList();
    return ShareGoal.moves(goal, empty);
  }

  private List<GridServer> takers(FileFacts facts) {
    List<GridServer> takers = new ArrayList<>(mapper.servers(facts));
    takers.removeIf(server -> !server.uploadPermitted());
    return takers;
  }

  private static FileKeys keys(FileFacts facts) throws GridException {
    return facts
        .keys()
        .orElseThrow(
            () ->
                new GridException(
                    "no server has the private key of %s, which is needed to write it"
                        .formatted(facts)));
  }

  private static Geometry geometry(FileFacts facts, int needed, int total, long size)
      throws FileTooLargeException {
    try {
      return Geometry.ofNew(facts.cap().format(), needed, total, size);
    } catch (IllegalArgumentException e) {
      throw new FileTooLargeException(e.getMessage(), e);
    }
  }

  private static long nextNumber(FileFacts facts, ServerMap map) throws NotEnoughServersException {
    long number = map.highestSequenceNumber() + 1;
    if (number == 0) {
      throw new NotEnoughServersException(
          "%s has the last version that there can be: none has a greater number".formatted(facts));
    }
    return number;
  }

  /** For the blocks, for shares ready to be sent, and for the hashes. */
  private MemoryBudget.Grant memoryFor(Geometry geometry) throws InterruptedException {
    long bytes =
        2 * geometry.total() * geometry.shareDataLength() + BlockHashes.memory(geometry);
    return memory.take(bytes, bytes);
  }
}
