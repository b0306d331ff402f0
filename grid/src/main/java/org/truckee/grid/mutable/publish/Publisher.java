package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.ReadKey;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.ServerId;
import org.truckee.grid.Source;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.history.History;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/** Writes new versions: from contents to shares on servers ({@code spec/02 §10}). */
public final class Publisher {
  /** Shares that have at most so many bytes together are sent with one write each. */
  private static final long ALL_AT_ONCE = 16L << 20;

  /** How many bytes of larger shares are sent at a time, all shares together. */
  private static final long RUN = 4L << 20;

  private static final int MAX_RUN = 1024;

  /** Blocks, and shares made of them that are ready to be sent. */
  private static final long COPIES = 2;

  /**
   * At the worst moment: blocks, shares and requests, and of the contents what is replaced, what
   * replaces it and that enciphered.
   */
  private static final long MOST_COPIES = 3;

  private final Mapper mapper;
  private final ClientLeaseSecret leaseSecret;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final MemoryBudget memory;
  private final Workers workers;
  private final RandomGenerator salts;
  private final TransferCounters counters;
  private final History history;
  private final Sealer sealer = new Sealer(new SecureRandom());

  /**
   * A writer.
   *
   * @param mapper knows the servers
   * @param patience with a server that takes a share
   * @param memory of all uploads of a grid
   * @param salts where salts come from: a secure generator outside tests
   * @param counters count what is written
   * @param history hears of publishes
   */
  public Publisher(
      Mapper mapper,
      ClientLeaseSecret leaseSecret,
      ServerLatencies latencies,
      Patience patience,
      MemoryBudget memory,
      Workers workers,
      RandomGenerator salts,
      TransferCounters counters,
      History history) {
    this.mapper = mapper;
    this.leaseSecret = leaseSecret;
    this.latencies = latencies;
    this.patience = patience;
    this.memory = memory;
    this.workers = workers;
    this.salts = salts;
    this.counters = counters;
    this.history = history;
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
      MutableFacts facts, ServerMap map, Source contents, int needed, int total)
      throws CollisionException, IOException, InterruptedException {
    FileKeys keys = keys(facts);
    Geometry geometry = geometry(facts, needed, total, contents.size());
    requireMemory(facts, geometry);
    long number = nextNumber(facts, map);
    try (PublishStatus status = begin(facts, geometry)) {
      Published published =
          fitsIntoMemory(geometry)
              ? publishAtOnce(facts, map, contents, keys, geometry, number, status)
              : publishInRuns(facts, map, contents, keys, geometry, number, status);
      facts.saw(published.version(), published.map().places(published.version()));
      counters.countPublish(geometry.dataLength());
      status.finished(places(published));
      return published;
    }
  }

  /** A new version is about to be written. */
  PublishStatus begin(MutableFacts facts, Geometry geometry) {
    return history.publish(
        facts.index(), geometry.dataLength(), geometry.needed(), geometry.total());
  }

  /** Which servers have the shares of a version. */
  static SortedMap<Integer, SortedSet<ServerId>> places(Published published) {
    SortedMap<Integer, SortedSet<ServerId>> places = new TreeMap<>();
    for (KnownShare share : published.map().of(published.version())) {
      Place place = share.place();
      places.computeIfAbsent(place.number(), _ -> new TreeSet<>()).add(place.server().id());
    }
    return places;
  }

  /** Whether all shares can be in memory at once. An SDMF file is one segment: it has to. */
  boolean fitsIntoMemory(Geometry geometry) {
    long bytes = geometry.total() * geometry.shareDataLength();
    return geometry.format() == MutableFormat.SDMF
        || bytes <= Math.min(ALL_AT_ONCE, memory.bytes() / 2);
  }

  /** An SDMF file is made in memory, whatever the budget: it must not take all that there is. */
  private void requireMemory(MutableFacts facts, Geometry geometry) throws FileTooLargeException {
    long bytes =
        MOST_COPIES * (geometry.total() * geometry.shareDataLength() + geometry.dataLength());
    if (fitsIntoMemory(geometry) && bytes > memoryOfOne()) {
      throw new FileTooLargeException(
          "%s would have %d bytes: the shares of so large an SDMF file do not fit into memory. Give"
                  .formatted(facts, geometry.dataLength())
              + " the program more, or use MDMF.");
    }
  }

  private static long memoryOfOne() {
    return Runtime.getRuntime().maxMemory() / 20 * 9;
  }

  /** The most bytes that an SDMF file with these parameters can have. */
  public static long mostInOnePiece(EncodingParameters encoding) {
    long ofAll = (long) encoding.total() + encoding.needed();
    return memoryOfOne() / MOST_COPIES / ofAll * encoding.needed();
  }

  /** How many segments are made and sent at once if not all can be. */
  int runLength(Geometry geometry) {
    long segment = (long) geometry.total() * geometry.storedLength(0);
    return Math.clamp(RUN / Math.max(1, segment), 1, MAX_RUN);
  }

  private Published publishAtOnce(
      MutableFacts facts,
      ServerMap map,
      Source contents,
      FileKeys keys,
      Geometry geometry,
      long number,
      PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    ReadKey readKey = facts.readKey().orElseThrow();
    try (MemoryBudget.Grant _ = memoryFor(facts, geometry)) {
      status.enter(PublishStatus.Phase.ENCODING);
      ContentsEncoder encoder = new ContentsEncoder(geometry, readKey, salts, workers);
      MutableBlockRun blocks;
      try (InputStream in = contents.open()) {
        SegmentSource source = new SegmentSource(in, geometry, 0);
        blocks = encoder.encode(source, 0, geometry.segments());
      }
      status.enter(PublishStatus.Phase.SIGNING);
      SealedVersion sealed =
          workers.compute(
              () -> sealer.seal(keys, geometry, number, encoder.iv(), encoder.hashes()));
      status.enter(PublishStatus.Phase.PUSHING);
      return write(facts, map, sealed, blocks, status::answered);
    }
  }

  /**
   * Sends the shares in runs of segments, first to as many places as can be without touching k
   * shares of the old version; the rest is made of those when they are complete.
   */
  private Published publishInRuns(
      MutableFacts facts,
      ServerMap map,
      Source contents,
      FileKeys keys,
      Geometry geometry,
      long number,
      PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    List<GridServer> servers = takers(facts, map);
    SortedSet<Place> goal = goal(map, servers, geometry.total());
    Waves waves = Waves.keeping(goal, map, geometry.needed(), servers);
    try (MemoryBudget.Grant _ = memoryForRuns(facts, geometry)) {
      return new StreamedPublish(this, facts, map, keys, geometry, number, workers, salts, sealer)
          .run(contents, waves, status);
    }
  }

  /** Shares to be written little by little. */
  ShareStreams streams(
      MutableFacts facts,
      ServerMap map,
      long number,
      Geometry geometry,
      SortedSet<Place> goal,
      WriteTimes times) {
    return new ShareStreams(
        slotWriter(facts, times),
        map,
        latencies,
        patience,
        geometry.total(),
        number,
        salts,
        goal.stream()
            .map(place -> new PlannedWrite(place, ShareWriting.expected(map, place)))
            .toList());
  }

  /** Deletes what was only written for the time being. */
  void delete(MutableFacts facts, ServerMap map, Version version, SortedSet<Place> places)
      throws InterruptedException {
    byte[] expected = version.header().checkstring();
    Wave wave =
        new Wave(
            new Judge(new byte[0], map),
            (writes, _) -> slotWriter(facts, WriteTimes.UNHEARD).delete(writes),
            latencies,
            patience,
            0,
            map.shares().keySet(),
            Map.of(),
            List.of());
    wave.run(places.stream().map(place -> new PlannedWrite(place, expected)).toList());
  }

  private SlotWriter slotWriter(MutableFacts facts, WriteTimes times) {
    return new SlotWriter(facts.writeCap().orElseThrow(), leaseSecret, times);
  }

  private Published write(
      MutableFacts facts,
      ServerMap map,
      SealedVersion sealed,
      MutableBlockRun blocks,
      WriteTimes times)
      throws CollisionException, NotEnoughServersException, InterruptedException {
    Geometry geometry = sealed.version().geometry();
    List<GridServer> servers = takers(facts, map);
    SortedSet<Place> goal = goal(map, servers, geometry.total());
    Map<Place, Place> moves = moves(map, goal, servers);
    goal.removeAll(moves.keySet());
    goal.addAll(moves.values());
    return writing(facts, map, sealed, blocks, servers, times)
        .write(goal, moves, geometry.needed());
  }

  /**
   * Writes to be made.
   *
   * @param blocks of all shares, in order
   * @param servers that may take shares which others do not
   * @param times hears of the writes
   */
  ShareWriting writing(
      MutableFacts facts,
      ServerMap map,
      SealedVersion sealed,
      MutableBlockRun blocks,
      List<GridServer> servers,
      WriteTimes times) {
    return new ShareWriting(
        facts,
        map,
        sealed.version(),
        slotWriter(facts, times),
        servers,
        latencies,
        patience,
        share -> sealed.writes(share, blocks, share));
  }

  /** Work that burns CPU. */
  <T> T onWorkers(Workers.Work<T, RuntimeException> work) throws InterruptedException {
    return workers.compute(work);
  }

  Salt freshSalt() {
    return Salt.random(salts);
  }

  /** A signed MDMF version. */
  SealedVersion seal(FileKeys keys, Geometry geometry, long number, BlockHashes hashes) {
    return sealer.seal(keys, geometry, number, Optional.empty(), hashes);
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

  /** Moves of shares to servers that said that they have none. */
  private static Map<Place, Place> moves(
      ServerMap map, SortedSet<Place> goal, List<GridServer> servers) {
    if (map.shares().isEmpty()) {
      return new TreeMap<>();
    }
    List<GridServer> empty =
        empty(map, servers).stream()
            .filter(server -> goal.stream().noneMatch(place -> place.server().equals(server)))
            .toList();
    return ShareGoal.moves(goal, empty);
  }

  private static List<GridServer> empty(ServerMap map, List<GridServer> servers) {
    return servers.stream()
        .filter(map.responding()::contains)
        .filter(server -> !map.holders().contains(server))
        .toList();
  }

  /** The servers that said that they have no share and may take one, in their order. */
  public List<GridServer> emptyTakers(MutableFacts facts, ServerMap map) {
    return empty(map, takers(facts, map));
  }

  /**
   * The servers that may take new shares, in their order for the file. What those have that did not
   * answer when the map was made nobody knows: they are only asked if there is nobody else.
   */
  List<GridServer> takers(MutableFacts facts, ServerMap map) {
    List<GridServer> permitted =
        mapper.servers(facts).stream().filter(GridServer::uploadPermitted).toList();
    List<GridServer> known =
        permitted.stream().filter(server -> !map.silent().containsKey(server)).toList();
    return known.isEmpty() ? permitted : known;
  }

  static FileKeys keys(MutableFacts facts) throws GridException {
    return facts
        .keys()
        .orElseThrow(
            () ->
                new GridException(
                    "no server has the private key of %s, which is needed to write it"
                        .formatted(facts)));
  }

  private static Geometry geometry(MutableFacts facts, int needed, int total, long size)
      throws FileTooLargeException {
    try {
      return Geometry.ofNew(facts.cap().format(), needed, total, size);
    } catch (IllegalArgumentException e) {
      throw new FileTooLargeException(e.getMessage(), e);
    }
  }

  static long nextNumber(MutableFacts facts, ServerMap map) throws NotEnoughServersException {
    long number = map.highestSequenceNumber() + 1;
    if (number == 0) {
      throw new NotEnoughServersException(
          "%s has the last version that there can be: none has a greater number".formatted(facts));
    }
    return number;
  }

  /** Memory for blocks, for shares that are ready to be sent, and for hashes. */
  MemoryBudget.Grant memoryFor(MutableFacts facts, Geometry geometry)
      throws GridException, InterruptedException {
    return memoryFor(
        facts,
        COPIES * geometry.total() * geometry.shareDataLength() + BlockHashes.memory(geometry));
  }

  private MemoryBudget.Grant memoryForRuns(MutableFacts facts, Geometry geometry)
      throws GridException, InterruptedException {
    long run = (long) runLength(geometry) * geometry.total() * geometry.storedLength(0);
    return memoryFor(facts, 3 * run + BlockHashes.memory(geometry));
  }

  /** Waits for memory until other operations have given some back. */
  MemoryBudget.Grant memoryFor(MutableFacts facts, long bytes)
      throws GridException, InterruptedException {
    return memory
        .take(bytes, bytes, patience.untilGivenUp())
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "too many files are being written: there was no memory for %s. Try again later."
                        .formatted(facts)));
  }
}
