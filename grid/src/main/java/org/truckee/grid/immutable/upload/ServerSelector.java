package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridServer;
import org.truckee.grid.NoServersException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.upload.SpaceQuestions.Question;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.ShareNumber;

/**
 * Finds servers for the shares of one file ({@code spec/01 §7.4–7.6}): asks who has what, decides
 * who should get what, asks for space, and decides again for what was not granted.
 *
 * <p>Most files are new. So if the servers' capacities are known, the first round asks for space
 * right away as if no server had any share, since a request for space also tells what a server has;
 * servers that would get no share only tell what they have. If it turns out that there are shares,
 * the grants that do not fit are given up. Servers that take small shares whole are sent them with
 * the question; those that do not fit are deleted again.
 *
 * <p>A share that another upload is writing counts until it turns out what becomes of it ({@link
 * #awaitForeign}). Used by one thread.
 */
final class ServerSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSelector.class);
  private static final int CANDIDATES_PER_SHARE = 2;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RankedServers servers;
  private final UploadLimits limits;
  private final UploadPlan plan;
  private final SpaceQuestions questions;
  private final List<GridServer> candidates;
  private final Spread spread;
  private final SpaceRounds rounds;
  private boolean begun;
  private int preexisting;

  /**
   * A selector for one upload; if that fails, it has to {@link #giveUpGrants}.
   *
   * @throws NoServersException if there is none
   */
  ServerSelector(
      RankedServers servers, UploadLimits limits, UploadPlan plan, SpaceQuestions questions)
      throws NoServersException {
    this.servers = servers;
    this.limits = limits;
    this.plan = plan;
    this.questions = questions;
    this.candidates = candidates();
    this.spread = new Spread(plan, candidates);
    this.rounds = new SpaceRounds(questions, spread, servers.latencies(), limits);
  }

  /** What is known of the servers; changes with every call. */
  Spread spread() {
    return spread;
  }

  /** How many share numbers servers had before. */
  int preexisting() {
    return preexisting;
  }

  /**
   * Finds servers for all shares that nobody has or is writing: first, and again when shares were
   * lost or turned out to be damaged.
   *
   * @throws UploadUnhappinessException if they do not make the plan happy
   */
  void select() throws IOException, InterruptedException {
    try {
      if (!begun) {
        begin();
      }
      askForSpace();
      if (!plan.isRepair() && spread.holders().happiness() >= plan.happy()) {
        // Nobody has to be waited for.
        spread.giveUpForeign();
        askForSpace();
      }
    } finally {
      rounds.giveUpUnwanted();
    }
    Holders expected = spread.expected();
    if (expected.happiness() < plan.happy()) {
      throw new UploadUnhappinessException(rounds.unhappiness(plan, expected));
    }
  }

  private void begin() throws InterruptedException {
    begun = true;
    if (isProbablyNew()) {
      placeBlindly();
    } else {
      survey();
    }
    preexisting = spread.found().shares().size();
  }

  private void askForSpace() throws InterruptedException {
    Map<GridServer, Question> round = nextRound();
    while (!round.isEmpty()) {
      rounds.ask(round, this::isHappyWithout);
      round = nextRound();
    }
  }

  /** What silent servers were said to have before does not count any more when they are dropped. */
  private boolean isHappyWithout(Set<GridServer> silent) {
    return plan.happy() > 0
        && spread.holders().happiness() >= plan.happy()
        && spread.canDoWithoutFoundOn(silent);
  }

  /** Whether every share has a place and nobody has to be waited for. */
  boolean isSettled() {
    return spread.toBeSent().isEmpty()
        && spread.foreign().isEmpty()
        && spread.unverified().isEmpty()
        && spread.placement().asked().isEmpty()
        && spread.holders().happiness() >= plan.happy();
  }

  /**
   * Waits until the shares that others are writing are complete, or can be had in their place. If
   * nothing happens to them for too long, their writers are taken for dead, and their places for
   * lost.
   */
  void awaitForeign() throws InterruptedException {
    Deadline deadline = Deadline.after(limits.foreignLimit());
    Duration pause = FIRST_PAUSE;
    while (!spread.foreign().isEmpty() && spread.toBeSent().isEmpty() && !deadline.hasPassed()) {
      Thread.sleep(shorter(pause, deadline.remaining()));
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      int before = spread.foreign().size();
      Map<GridServer, Question> round = new LinkedHashMap<>();
      for (GridServer server : spread.servers()) {
        SortedSet<ShareNumber> shares = spread.foreignOn(server);
        if (!shares.isEmpty()) {
          round.put(server, new Question.Space(shares));
        }
      }
      rounds.ask(round, silent -> false);
      rounds.giveUpUnwanted();
      if (spread.foreign().size() < before) {
        deadline = Deadline.after(limits.foreignLimit());
      }
    }
    if (deadline.hasPassed()) {
      LOG.debug("nothing becomes of {}, which others were writing", spread.foreign());
      spread.giveUpForeign();
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private List<GridServer> candidates() throws NoServersException {
    List<GridServer> permitted =
        servers.connected().stream().filter(GridServer::uploadPermitted).toList();
    if (permitted.isEmpty()) {
      throw new NoServersException(
          "client gave us zero servers: none is connected that may be uploaded to");
    }
    return servers.lateLast(servers.inOrder(permitted, plan.index())).stream()
        .limit((long) CANDIDATES_PER_SHARE * plan.total())
        .toList();
  }

  /** Of a file that is repaired there are shares; and whoever has no room must not be asked. */
  private boolean isProbablyNew() {
    return !plan.isRepair() && candidates.stream().allMatch(server -> capacity(server).isPresent());
  }

  private Optional<Long> capacity(GridServer server) {
    return questions.capacities().of(server, plan.shareLength());
  }

  /** The first round of a file that nobody is expected to have. */
  private void placeBlindly() throws InterruptedException {
    candidates.forEach(
        server -> capacity(server).ifPresent(bytes -> spread.noteCapacity(server, bytes)));
    Map<GridServer, SortedSet<ShareNumber>> asked = spread.placement().asked();
    Map<GridServer, Question> round = new LinkedHashMap<>();
    for (GridServer server : candidates) {
      SortedSet<ShareNumber> shares = asked.get(server);
      round.put(server, shares == null ? new Question.Survey() : take(server, shares));
    }
    rounds.ask(round, manyAnd(() -> spread.holders().happiness() >= plan.happy()));
    rounds.giveUp(spread.reconsider());
  }

  private void survey() throws InterruptedException {
    Map<GridServer, Question> round = new LinkedHashMap<>();
    candidates.forEach(server -> round.put(server, new Question.Survey()));
    rounds.ask(round, manyAnd(() -> spread.placement().happiness() >= plan.happy()));
  }

  /** Whether so many servers answered that they could carry the file as well as any could. */
  private SpaceRounds.Sufficiency manyAnd(BooleanSupplier happy) {
    int many = Math.min(candidates.size(), Math.max(plan.happy(), (candidates.size() + 1) / 2));
    int[] answers = {0};
    return silent -> ++answers[0] >= many && plan.happy() > 0 && happy.getAsBoolean();
  }

  /** What to ask for next: new shares, and once from everybody who has shares a new lease. */
  private Map<GridServer, Question> nextRound() {
    Map<GridServer, Question> round = new LinkedHashMap<>();
    spread.placement().asked().forEach((server, shares) -> round.put(server, take(server, shares)));
    for (GridServer server : spread.servers()) {
      if (!rounds.wasLeased(server) && !spread.found().on(server).isEmpty()) {
        round.putIfAbsent(server, new Question.Space(new TreeSet<>()));
      }
    }
    return round;
  }

  /** A server that may have some shares is not sent others with the question. */
  private Question take(GridServer server, SortedSet<ShareNumber> shares) {
    boolean isNew = !rounds.wasLeased(server) && spread.found().on(server).isEmpty();
    return isNew && questions.ready().isPresent() && server.storesWhole()
        ? new Question.Store(shares)
        : new Question.Space(shares);
  }

  /** A server cannot be relied on: what it was said to have does not count. */
  void noteLoss(GridServer server, Exception problem) {
    rounds.noteLoss(server, problem);
  }

  /** A share that was found is damaged. */
  void noteDamaged(Holding holding, String problem) {
    rounds.noteDamaged(holding, problem);
  }

  /** Gives up everything that was granted, or stored with the question. */
  void giveUpGrants() {
    rounds.giveUp(spread.revocable());
  }
}
