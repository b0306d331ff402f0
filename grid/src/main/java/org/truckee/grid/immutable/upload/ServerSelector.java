package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.immutable.upload.SpaceQuestions.Answer;
import org.truckee.grid.immutable.upload.SpaceQuestions.Question;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.Allocation;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/**
 * Finds servers for the shares of one file ({@code spec/01 §7.4–7.6}): asks who has what, decides
 * who should get what, asks for space, and decides again for what was not granted.
 *
 * <p>Most files are new. So if the servers' capacities are known, the first round asks for space
 * right away as if nobody had any share, for a request for space also tells what a server has;
 * those that would get nothing only tell what they have. If it turns out that there are shares, the
 * grants that do not fit are given up. Servers that take small shares whole are sent them with the
 * question; those that do not fit are taken back then.
 *
 * <p>All questions of a round are asked at once. A server that fails or does not answer in time is
 * left alone from then on; one that has no room is asked for no more. A share that a server refuses
 * for another reason goes elsewhere, and the server may be asked for others. A share that somebody
 * else is writing counts until it turns out what becomes of it ({@link #awaitForeign}).
 */
final class ServerSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSelector.class);
  private static final int CANDIDATES_PER_SHARE = 2;

  /** A server that refuses without saying why, although it has room, is asked no more often. */
  private static final int MOST_UNEXPLAINED = 3;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final GridResources grid;
  private final ServerCapacities capacities;
  private final UploadPlan plan;
  private final SpaceQuestions questions;
  private final List<GridServer> candidates;
  private final Spread spread;
  private final SelectionReport report = new SelectionReport();
  private final Set<GridServer> leased = new HashSet<>();
  private final Set<GrantedShare> unwanted = new LinkedHashSet<>();
  private final Map<GridServer, Integer> unexplained = new HashMap<>();
  private boolean begun;
  private int preexisting;

  /**
   * A selector for one upload; if that fails, it has to {@link #giveUpGrants}.
   *
   * @param ready the shares, if they are small enough to be sent with the question
   * @throws NoServersException if there is none
   */
  ServerSelector(
      GridResources grid, ServerCapacities capacities, UploadPlan plan, Optional<ReadyShares> ready)
      throws NoServersException {
    this.grid = grid;
    this.capacities = capacities;
    this.plan = plan;
    this.questions =
        new SpaceQuestions(
            plan.index(),
            plan.shareLength(),
            grid.leaseSecret().forFile(plan.index()),
            ready,
            capacities);
    this.candidates = candidates();
    this.spread = new Spread(plan, candidates);
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
      giveUpUnwanted();
    }
    Holders expected = spread.expected();
    if (expected.happiness() < plan.happy()) {
      throw new UploadUnhappinessException(report.unhappiness(plan, expected));
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
      ask(round, () -> plan.happy() > 0 && spread.holders().happiness() >= plan.happy());
      round = nextRound();
    }
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
    Deadline deadline = Deadline.after(grid.uploadLimits().foreignLimit());
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
      ask(round, () -> false);
      giveUpUnwanted();
      if (spread.foreign().size() < before) {
        deadline = Deadline.after(grid.uploadLimits().foreignLimit());
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
        grid.servers().connected().stream().filter(GridServer::uploadPermitted).toList();
    if (permitted.isEmpty()) {
      throw new NoServersException(
          "client gave us zero servers: none is connected that may be uploaded to");
    }
    return grid.order().of(permitted, plan.index()).stream()
        .sorted(grid.latencies().lateLast())
        .limit((long) CANDIDATES_PER_SHARE * plan.total())
        .toList();
  }

  /** Of a file that is repaired there are shares; and whoever has no room must not be asked. */
  private boolean isProbablyNew() {
    return !plan.isRepair()
        && candidates.stream().allMatch(server -> capacities.of(server).isPresent());
  }

  /** The first round of a file that nobody is expected to have. */
  private void placeBlindly() throws InterruptedException {
    candidates.forEach(
        server -> capacities.of(server).ifPresent(bytes -> noteCapacity(server, bytes)));
    Map<GridServer, SortedSet<ShareNumber>> asked = spread.placement().asked();
    Map<GridServer, Question> round = new LinkedHashMap<>();
    for (GridServer server : candidates) {
      SortedSet<ShareNumber> shares = asked.get(server);
      round.put(server, shares == null ? new Question.Survey() : take(server, shares));
    }
    ask(round, manyAnd(() -> spread.holders().happiness() >= plan.happy()));
    giveUp(spread.reconsider());
  }

  private void survey() throws InterruptedException {
    Map<GridServer, Question> round = new LinkedHashMap<>();
    candidates.forEach(server -> round.put(server, new Question.Survey()));
    ask(round, manyAnd(() -> spread.placement().happiness() >= plan.happy()));
  }

  /** Whether so many servers answered that they could carry the file as well as any could. */
  private BooleanSupplier manyAnd(BooleanSupplier happy) {
    int many = Math.min(candidates.size(), Math.max(plan.happy(), (candidates.size() + 1) / 2));
    int[] answers = {0};
    return () -> ++answers[0] >= many && plan.happy() > 0 && happy.getAsBoolean();
  }

  /** What to ask for next: new shares, and once from everybody who has shares a new lease. */
  private Map<GridServer, Question> nextRound() {
    Map<GridServer, Question> round = new LinkedHashMap<>();
    spread.placement().asked().forEach((server, shares) -> round.put(server, take(server, shares)));
    for (GridServer server : spread.servers()) {
      if (!leased.contains(server) && !spread.found().on(server).isEmpty()) {
        round.putIfAbsent(server, new Question.Space(new TreeSet<>()));
      }
    }
    return round;
  }

  /** A server that may have some shares is not sent others with the question. */
  private Question take(GridServer server, SortedSet<ShareNumber> shares) {
    boolean isNew = !leased.contains(server) && spread.found().on(server).isEmpty();
    return isNew && questions.ready().isPresent() && server.storesWhole()
        ? new Question.Store(shares)
        : new Question.Space(shares);
  }

  private void ask(Map<GridServer, Question> round, BooleanSupplier enough)
      throws InterruptedException {
    Questions<Question, Answer> open = new Questions<>("select servers", grid.latencies());
    try {
      round.forEach(
          (server, question) -> {
            if (!(question instanceof Question.Survey)) {
              leased.add(server);
            }
            Patience patience = Patience.until(grid.uploadLimits().queryLimit());
            open.ask(server, question, patience, unused -> questions.ask(server, question));
          });
      collect(open, enough);
    } finally {
      open.close();
      open.tooLate().forEach(this::noteLateGrants);
    }
  }

  /** Until all have answered; when the rest can be done without, only for a short while more. */
  private void collect(Questions<Question, Answer> open, BooleanSupplier enough)
      throws InterruptedException {
    Duration grace = grid.uploadLimits().stragglerGrace();
    Deadline deadline = Deadline.NEVER;
    boolean sufficient = false;
    while (open.hasOpen()) {
      Optional<Reply<Question, Answer>> reply = open.next(deadline);
      if (reply.isEmpty()) {
        break;
      }
      note(reply.get());
      boolean late = reply.get() instanceof Reply.Late;
      if (!sufficient && !late && open.hasOpen() && enough.getAsBoolean()) {
        sufficient = true;
        deadline = open.grace(grace);
      }
    }
    for (var question : open.open().toList()) {
      grid.latencies().recordLate(question.server().id(), question.age());
      noteFailure(
          question.server(), question.subject(), new IOException("it did not answer in time"));
    }
  }

  private void note(Reply<Question, Answer> reply) {
    switch (reply) {
      case Reply.Answer(var question, var answer) -> {
        grid.latencies().record(question.server().id(), question.age());
        note(question.server(), answer);
      }
      case Reply.NoAnswer(var question, var trouble) ->
          noteFailure(question.server(), question.subject(), trouble.cause());
      case Reply.Late<Question, Answer> _ -> {}
    }
  }

  private void note(GridServer server, Answer answer) {
    switch (answer) {
      case Answer.Surveyed(var survey) -> {
        noteCapacity(server, survey.capacity());
        spread.noteFound(server, survey.shares());
      }
      case Answer.Allocated allocated -> noteAllocation(server, allocated);
    }
  }

  private void noteCapacity(GridServer server, long bytes) {
    spread.noteCapacity(server, bytes);
    if (bytes < plan.shareLength()) {
      report.noteWithoutRoom(server, bytes);
    }
  }

  private void noteAllocation(GridServer server, Answer.Allocated answer) {
    SortedSet<ShareNumber> asked = answer.asked();
    Allocation allocation = answer.allocation();
    spread.noteFound(server, allocation.alreadyHave());
    allocation
        .writers()
        .forEach(
            (share, writer) -> {
              GrantedShare grant = new GrantedShare(server, share, writer, answer.stored());
              if (asked.contains(share) && !allocation.alreadyHave().contains(share)) {
                spread.noteGranted(grant);
              } else {
                unwanted.add(grant);
              }
            });
    SortedSet<ShareNumber> held = spread.holders().on(server);
    if (answer.stored() && !allocation.alreadyHave().isEmpty()) {
      // It was not asked for space yet, as it turns out.
      return;
    }
    report.countAnswer(asked.isEmpty() || asked.stream().anyMatch(held::contains));
    SortedSet<ShareNumber> foreign = spread.foreignOn(server);
    for (ShareNumber share : asked) {
      if (!held.contains(share)) {
        noteRefusal(server, share, allocation.refused().getOrDefault(share, Refusal.UNKNOWN));
      }
    }
    if (allocation.refused().containsValue(Refusal.UNKNOWN)
        && !foreign.containsAll(asked)
        && unexplained.merge(server, 1, Integer::sum) >= MOST_UNEXPLAINED) {
      spread.askNoMore(server);
    }
  }

  private void noteRefusal(GridServer server, ShareNumber share, Refusal reason) {
    LOG.debug("{} does not take share {}: {}", server, share, reason);
    report.countRefusal(server, share, reason);
    switch (reason) {
      case NO_ROOM, READ_ONLY -> {
        capacities.forget(server);
        spread.noteRefused(server, share);
        spread.askNoMore(server);
      }
      case UNREADABLE -> spread.noteRefused(server, share);
      // A server that has room and gives no reason has hardly another one.
      case IN_PROGRESS, UNKNOWN -> spread.noteForeign(server, share);
    }
  }

  /** A server that was given up may have granted something at the last moment. */
  private void noteLateGrants(Reply.Answer<Question, Answer> late) {
    if (late.answer() instanceof Answer.Allocated allocated) {
      allocated
          .allocation()
          .writers()
          .forEach(
              (share, writer) ->
                  unwanted.add(
                      new GrantedShare(
                          late.question().server(), share, writer, allocated.stored())));
    }
  }

  private void noteFailure(GridServer server, Question question, Exception problem) {
    LOG.debug("{} failed before any share was sent to it", server, problem);
    if (!(question instanceof Question.Survey)) {
      report.countFailure();
    }
    noteLoss(server, problem);
  }

  /** A server cannot be relied on: what it was said to have does not count. */
  void noteLoss(GridServer server, Exception problem) {
    report.noteLoss(server, problem);
    capacities.forget(server);
    spread.drop(server);
  }

  /** A share that was found is damaged. */
  void noteDamaged(Holding holding, String problem) {
    report.noteDamage(holding, problem);
    spread.noteDamaged(holding);
  }

  /** Gives up everything that was granted, or stored with the question. */
  void giveUpGrants() {
    giveUp(spread.revocable());
  }

  private void giveUpUnwanted() {
    giveUp(unwanted);
    unwanted.clear();
  }

  private void giveUp(Collection<GrantedShare> shares) {
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace())) {
      shares.forEach(aborts::abort);
    }
  }
}
