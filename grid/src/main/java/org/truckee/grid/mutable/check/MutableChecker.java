package org.truckee.grid.mutable.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.MustForceRepairException;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.BadShare;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.map.Mapper.Purpose;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.publish.CollisionException;
import org.truckee.grid.mutable.publish.Published;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.publish.Rebuilder;
import org.truckee.grid.mutable.publish.ShareGoal;
import org.truckee.grid.mutable.retrieve.MutableShareCopy;
import org.truckee.grid.mutable.retrieve.ReadableVersion;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.mutable.retrieve.VersionShares;
import org.truckee.grid.servers.FreeSpace;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.Stragglers;
import org.truckee.grid.servers.Trouble;
import org.truckee.grid.transfer.ProgressMeter;

/** Checks, verifies and repairs mutable files. */
public final class MutableChecker {
  private static final Logger LOG = LoggerFactory.getLogger(MutableChecker.class);

  private final Mapper mapper;
  private final Retriever retriever;
  private final Publisher publisher;
  private final Rebuilder rebuilder;
  private final FreeSpace space;
  private final ServerLatencies latencies;
  private final int happy;

  /**
   * A checker.
   *
   * @param space who has room for shares that lie on too few servers
   * @param happy how many servers an upload of this grid has to reach
   */
  public MutableChecker(
      Mapper mapper,
      Retriever retriever,
      Publisher publisher,
      Rebuilder rebuilder,
      FreeSpace space,
      ServerLatencies latencies,
      int happy) {
    this.mapper = mapper;
    this.retriever = retriever;
    this.publisher = publisher;
    this.rebuilder = rebuilder;
    this.space = space;
    this.latencies = latencies;
    this.happy = happy;
  }

  /** Checks a file. */
  public MutableCheckResult check(MutableFacts facts, CheckOptions options)
      throws IOException, InterruptedException {
    return find(facts, MapMode.CHECK, options).result();
  }

  private Findings find(MutableFacts facts, MapMode mode, CheckOptions options)
      throws InterruptedException {
    Purpose purpose = options.addLease() ? Purpose.LEASING : Purpose.CHECKING;
    ServerMap map = mapper.map(facts, mode, purpose);
    if (!options.verify()) {
      return new Findings(facts, map, happy, List.of(), List.of());
    }
    return verify(facts, map, options);
  }

  private Findings verify(MutableFacts facts, ServerMap map, CheckOptions options)
      throws InterruptedException {
    long bytes =
        map.shares().values().stream()
            .mapToLong(share -> MutableShareVerifier.length(share.version()))
            .sum();
    ProgressMeter progress = new ProgressMeter(options.progress(), bytes);
    MutableShareVerifier verifier = new MutableShareVerifier(facts);
    List<BadShare> damaged = new ArrayList<>();
    List<ShareLocation> lost = new ArrayList<>();
    ReadPatience patience = retriever.patience();
    Stragglers stragglers = new Stragglers();
    try (Questions<KnownShare, KnownShare> questions = new Questions<>("verify", latencies)) {
      for (Map.Entry<Version, List<KnownShare>> version : map.versions().entrySet()) {
        VersionShares shares = shares(facts, map, version.getKey());
        for (MutableShareCopy copy : shares.all()) {
          KnownShare share = map.shares().get(copy.place());
          GridServer server = copy.place().server();
          questions.ask(
              server,
              share,
              patience.withoutReplacement(server),
              question -> {
                verifier.verify(share, copy, read -> noteProgress(question, progress, read));
                return share;
              });
        }
      }
      while (questions.hasOpen() && !stragglers.onlyTheyAreLeft(questions)) {
        Reply<KnownShare, KnownShare> reply = questions.next();
        if (!(reply instanceof Reply.Late)) {
          stragglers.heardOf(reply.question().server());
        }
        if (reply instanceof Reply.NoAnswer(var question, var trouble)) {
          judge(question.subject(), trouble, damaged, lost);
        }
      }
      questions.open().forEach(question -> lost.add(location(question.subject(), "no answer yet")));
    }
    damaged.forEach(share -> mapper.advise(facts, share));
    return new Findings(facts, map.with(List.of(), damaged), happy, damaged, lost);
  }

  private static ShareLocation location(KnownShare share, String problem) {
    return new ShareLocation(share.place().server(), share.place().share(), problem);
  }

  private static void noteProgress(
      Question<KnownShare> question, ProgressMeter progress, long bytes) {
    question.sign();
    progress.add(bytes);
  }

  /** Notes a damaged share; a server that goes away in the middle says nothing of its share. */
  private static void judge(
      KnownShare share, Trouble trouble, List<BadShare> damaged, List<ShareLocation> lost) {
    if (trouble instanceof Trouble.OfData) {
      damaged.add(
          new BadShare(share.place(), share.version().header().signedBytes(), trouble.message()));
    } else {
      LOG.info("{} was not verified to the end", share.place(), trouble.cause());
      lost.add(location(share, trouble.message()));
    }
  }

  private VersionShares shares(MutableFacts facts, ServerMap map, Version version) {
    return new VersionShares(
        facts,
        version,
        map.of(version),
        latencies,
        new VersionShares.SearchForMore() {
          @Override
          public List<KnownShare> find(Version wanted) {
            return List.of();
          }

          @Override
          public void damaged(BadShare share) {
            mapper.advise(facts, share);
          }
        });
  }

  /**
   * Checks a file, and repairs what is missing or damaged, or badly spread although there are
   * servers that would take shares.
   *
   * @throws MustForceRepairException if a version would be given up and {@code force} is not set
   */
  public MutableRepairResult checkAndRepair(MutableFacts facts, CheckOptions options, boolean force)
      throws IOException, InterruptedException {
    Findings before =
        find(facts, facts.writeCap().isPresent() ? MapMode.REPAIR : MapMode.CHECK, options);
    if (facts.writeCap().isEmpty() || !before.needRepair() && moves(before).isEmpty()) {
      return new MutableRepairResult(before.result(), false, false, before.result());
    }
    if (before.map().best().isEmpty()) {
      return new MutableRepairResult(before.result(), true, false, before.result());
    }
    try {
      ServerMap map = before.needRepair() ? repair(facts, before.map(), force) : before.map();
      map = spreadIfPossible(new Findings(facts, map, happy, List.of(), List.of()));
      MutableCheckResult after = new Findings(facts, map, happy, List.of(), List.of()).result();
      return new MutableRepairResult(
          before.result(), true, after.healthy() && map.bad().isEmpty(), after);
    } catch (CollisionException e) {
      throw new UncoordinatedWriteException(e.getMessage() + "; it is not repaired", e);
    }
  }

  /**
   * Which shares of a badly spread file could lie on servers that have none, and room.
   *
   * @return where each of them is → where it should be
   */
  private Map<Place, Place> moves(Findings found) throws InterruptedException {
    Optional<Version> best = found.map().best();
    if (best.isEmpty() || found.result().wellSpread()) {
      return Map.of();
    }
    List<GridServer> empty = publisher.emptyTakers(found.facts(), found.map());
    Set<GridServer> free = space.of(empty, best.get().layout().end());
    return ShareGoal.moves(
        places(found.map(), best.get()), empty.stream().filter(free::contains).toList());
  }

  private static SortedSet<Place> places(ServerMap map, Version version) {
    return map.of(version).stream()
        .map(KnownShare::place)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is healthy or has been repaired stays so when this fails. */
  private ServerMap spreadIfPossible(Findings found) throws InterruptedException {
    try {
      return spread(found);
    } catch (IOException | CollisionException e) {
      LOG.info("shares could not be spread better", e);
      return found.map();
    }
  }

  private ServerMap spread(Findings found)
      throws CollisionException, IOException, InterruptedException {
    Map<Place, Place> moves = moves(found);
    return moves.isEmpty()
        ? found.map()
        : rebuilder.move(
            found.map(),
            shares(found.facts(), found.map(), found.map().best().orElseThrow()),
            moves);
  }

  private ServerMap repair(MutableFacts facts, ServerMap map, boolean force)
      throws CollisionException, IOException, InterruptedException {
    boolean newer = !map.unrecoverableNewer().isEmpty();
    if (newer && !force) {
      throw new MustForceRepairException(
          "There were unrecoverable newer versions, so force=True must be passed to the repair()"
              + " operation: they would be given up");
    }
    if (map.needsMerge() && !force) {
      throw new MustForceRepairException(
          "There were multiple recoverable versions with identical seqnums, so force=True must be"
              + " passed to the repair() operation: all but one would be given up");
    }
    Version best = map.best().orElseThrow();
    return newer || map.needsMerge() ? writeAnew(facts, map, best) : completed(facts, map, best);
  }

  private ServerMap completed(MutableFacts facts, ServerMap map, Version best)
      throws CollisionException, IOException, InterruptedException {
    SortedSet<Place> goal = rebuilder.lacking(facts, map, best);
    return goal.isEmpty() ? map : rebuilder.rebuild(map, shares(facts, map, best), goal).map();
  }

  private ServerMap writeAnew(MutableFacts facts, ServerMap map, Version best)
      throws CollisionException, IOException, InterruptedException {
    ReadableVersion version = new ReadableVersion(shares(facts, map, best), retriever);
    Geometry geometry = best.geometry();
    Published published =
        publisher.publish(
            facts, map, Source.of(version.contents()), geometry.needed(), geometry.total());
    return published.map();
  }

  /**
   * Makes the shares that the best version lacks.
   *
   * @return what there is then
   */
  public ServerMap complete(MutableFacts facts)
      throws CollisionException, IOException, InterruptedException {
    ServerMap map = mapper.map(facts, MapMode.REPAIR, Purpose.CHECKING);
    Version best =
        map.best().orElseThrow(() -> new GridException("no recoverable versions of " + facts));
    return completed(facts, map, best);
  }
}
