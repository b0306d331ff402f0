package org.truckee.grid.mutable.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.servers.Inquiry;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** Asks servers for a map, as far as its mode demands. Used once, by one thread. */
final class MapUpdate {
  private final MutableFacts facts;
  private final MapMode mode;
  private final MapPolicy policy;
  private final ShareExaminer examiner;
  private final FirstLook look;
  private final Leases leases;
  private final List<GridServer> order;
  private final Set<GridServer> late = new HashSet<>();
  private final Map<GridServer, MapPolicy.State> states = new LinkedHashMap<>();
  private final Set<GridServer> responding = new HashSet<>();
  private final Map<GridServer, String> silent = new LinkedHashMap<>();
  private final TreeMap<Place, KnownShare> shares = new TreeMap<>();
  private final TreeMap<Place, BadShare> bad = new TreeMap<>();
  private final int needed;
  private final boolean thorough;
  private final LikelySources sources;
  private boolean mostWereLate;

  /** Adds leases to the shares that a server has, if it can. */
  @FunctionalInterface
  interface Leases {
    /** No lease is wanted. */
    Leases NONE = unused -> false;

    /** Whether the server was asked to. */
    boolean addOn(GridServer server) throws InterruptedException;
  }

  MapUpdate(
      MutableFacts facts,
      MapMode mode,
      List<GridServer> order,
      int needed,
      int total,
      boolean contents,
      Predicate<GridServer> unreliable,
      List<ByteRange> along,
      Leases leases,
      boolean thorough) {
    boolean wantKey = mode == MapMode.WRITE || mode == MapMode.REPAIR;
    this.facts = facts;
    this.mode = mode;
    this.needed = needed;
    this.policy = new MapPolicy(mode, needed, total);
    this.examiner = new ShareExaminer(facts, wantKey);
    this.look = new FirstLook(facts, wantKey, contents, along);
    this.sources = LikelySources.of(order, facts.lastPlaces(), needed, unreliable);
    this.leases = leases;
    this.thorough = thorough;
    this.order = order;
    order.forEach(server -> states.put(server, MapPolicy.State.UNKNOWN));
  }

  /**
   * Asks.
   *
   * @param first servers that are asked first, and have to answer or fail
   * @param status hears of answers
   */
  ServerMap run(
      Set<GridServer> first,
      ServerLatencies latencies,
      Function<GridServer, Patience> patience,
      MapUpdateStatus status)
      throws InterruptedException {
    long before = facts.newest().seen();
    List<GridServer> firstFirst =
        order.stream().sorted(Comparator.comparing(server -> !first.contains(server))).toList();
    long must = order.stream().filter(first::contains).count();
    try (Inquiry<List<Finding>> inquiry =
        new Inquiry<>(
            "map of " + facts.index().abbreviated(),
            firstFirst,
            latencies,
            patience,
            asked -> question(asked.server()))) {
      int atFirst = (int) Math.max(must, policy.initial());
      status.asking(Math.min(atFirst, order.size()));
      inquiry.keepAsking(atFirst);
      while (inquiry.hasMore()) {
        Reply<GridServer, List<Finding>> reply = inquiry.next();
        take(reply);
        tell(reply, status);
        int wanted = policy.wanted(progress(inquiry));
        boolean waiting =
            inquiry.silent().stream()
                .anyMatch(server -> first.contains(server) && !late.contains(server));
        if (wanted == 0 && !waiting) {
          break;
        }
        inquiry.keepAsking(wanted);
      }
      inquiry.silent().forEach(server -> silent.putIfAbsent(server, "no answer yet"));
      if (silent.isEmpty() && inquiry.unasked().isEmpty()) {
        map().best().ifPresent(best -> facts.newest().isOnly(best, before));
      }
    }
    return map();
  }

  private List<Finding> question(GridServer server) throws StorageException, InterruptedException {
    Map<ShareNumber, SlotBytes> sent;
    try (TaskScope<GridServer, Boolean> leasing = new TaskScope<>("lease")) {
      leasing.fork(server, () -> leases.addOn(server));
      sent = look(server);
      leasing.next();
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<ShareNumber, SlotBytes> share : sent.entrySet()) {
      int number = share.getKey().value();
      if (number < Geometry.MAX_TOTAL) {
        findings.add(examiner.examine(new Place(server, number), share.getValue()));
      }
    }
    return findings;
  }

  /** Of a server with several shares of a large file only those with blocks that will be used. */
  private Map<ShareNumber, SlotBytes> look(GridServer server)
      throws StorageException, InterruptedException {
    Set<ShareNumber> picked = look.isLarge() ? sources.picked(server) : Set.of();
    if (picked.isEmpty()) {
      return read(server, Set.of(), look.ranges(sources.isNear(server)));
    }
    try (TaskScope<GridServer, Map<ShareNumber, SlotBytes>> reading = new TaskScope<>("blocks")) {
      reading.fork(server, () -> read(server, picked, look.ranges(true)));
      Map<ShareNumber, SlotBytes> sent = read(server, Set.of(), look.ranges(false));
      sent.putAll(reading.next().value(StorageException.class));
      return sent;
    }
  }

  private Map<ShareNumber, SlotBytes> read(
      GridServer server, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    Map<ShareNumber, SlotBytes> sent = new HashMap<>();
    server
        .storage()
        .readSlot(facts.index(), shares, ranges)
        .forEach(
            (share, bytes) -> {
              if (bytes.size() == ranges.size()) {
                sent.put(share, SlotBytes.of(ranges, bytes));
              }
            });
    return sent;
  }

  private void take(Reply<GridServer, List<Finding>> reply) {
    GridServer server = reply.question().server();
    switch (reply) {
      case Reply.Answer(var _, var findings) -> {
        late.remove(server);
        responding.add(server);
        findings.forEach(this::record);
        states.put(server, state(findings));
      }
      case Reply.NoAnswer(var _, var trouble) -> {
        late.remove(server);
        silent.put(server, trouble.message());
        states.put(server, MapPolicy.State.BAD);
      }
      case Reply.Late(var _) -> late.add(server);
    }
  }

  private static void tell(Reply<GridServer, List<Finding>> reply, MapUpdateStatus status) {
    GridServer server = reply.question().server();
    switch (reply) {
      case Reply.Answer(var question, var _) ->
          status.answered(server.id(), question.age(), Optional.empty());
      case Reply.NoAnswer(var question, var trouble) ->
          status.answered(server.id(), question.age(), Optional.of(trouble.message()));
      case Reply.Late(var _) -> {
        // It may still answer.
      }
    }
  }

  private void record(Finding finding) {
    switch (finding) {
      case KnownShare known -> shares.put(known.place(), known);
      case BadShare spoilt -> bad.put(spoilt.place(), spoilt);
    }
  }

  private static MapPolicy.State state(List<Finding> findings) {
    if (findings.stream().anyMatch(BadShare.class::isInstance)) {
      return MapPolicy.State.BAD;
    }
    return findings.isEmpty() ? MapPolicy.State.EMPTY : MapPolicy.State.HOLDER;
  }

  /**
   * Whether late servers are done without: as soon as there is something that can be read, and it
   * is not older than what was seen already. Who wants to know of every share waits for all, if it
   * was most of them: it is not their fault then.
   */
  private boolean doesWithoutLate(boolean recoverable) {
    mostWereLate |= late.size() > states.size() / 2;
    return recoverable && !(thorough && mostWereLate);
  }

  /** How far the map is; late servers do not count as asked once a version can be read. */
  private MapPolicy.Progress progress(Inquiry<List<Finding>> inquiry) {
    ServerMap map = map();
    boolean recoverable = facts.newest().isReached(map.best());
    boolean without = doesWithoutLate(recoverable);
    int out = without ? late.size() : 0;
    List<MapPolicy.State> seen =
        states.entrySet().stream()
            .map(
                each ->
                    without && late.contains(each.getKey()) ? MapPolicy.State.BAD : each.getValue())
            .toList();
    int completed = responding.size() + silent.size() + out;
    return new MapPolicy.Progress(
        seen,
        inquiry.silent().size() - out,
        completed,
        inquiry.unasked().size(),
        recoverable,
        !map.unrecoverableNewer().isEmpty(),
        facts.wantsPrivateKey());
  }

  private ServerMap map() {
    return new ServerMap(mode, shares, bad, responding, silent);
  }
}
