package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.util.Collection;
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
import org.truckee.grid.ClientLeaseSecret.FileLeases;
import org.truckee.grid.GridServer;
import org.truckee.grid.NoServersException;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.servers.Answers;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerSurvey;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.Allocation;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;

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
 * left alone from then on; one that does not grant what it is asked for is asked for no more.
 */
final class ServerSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSelector.class);
  private static final int CANDIDATES_PER_SHARE = 2;

  private final GridResources grid;
  private final ServerCapacities capacities;
  private final UploadPlan plan;
  private final Optional<ReadyShares> ready;
  private final FileLeases leases;
  private final List<GridServer> candidates;
  private final Spread spread;
  private final SelectionReport report = new SelectionReport();
  private final Set<GridServer> leased = new HashSet<>();
  private final Set<GrantedShare> unwanted = new LinkedHashSet<>();

  private sealed interface Question {
    /** Which shares a server has, and if that is not known, how large a share it takes. */
    record Survey() implements Question {}

    /** To take these shares, and to renew the leases of those that it has. */
    record Space(SortedSet<ShareNumber> shares) implements Question {}

    /** Here are these shares; or if it has others, to renew the leases of those. */
    record Store(SortedSet<ShareNumber> shares) implements Question {}
  }

  private sealed interface Answer {
    record Surveyed(ServerSurvey survey) implements Answer {}

    record Allocated(SortedSet<ShareNumber> asked, Allocation allocation, boolean stored)
        implements Answer {}
  }

  private ServerSelector(
      GridResources grid, ServerCapacities capacities, UploadPlan plan, Optional<ReadyShares> ready)
      throws NoServersException {
    this.grid = grid;
    this.capacities = capacities;
    this.plan = plan;
    this.ready = ready;
    this.leases = grid.leaseSecret().forFile(plan.index());
    this.candidates = candidates();
    this.spread = new Spread(plan, candidates);
  }

  /**
   * Finds servers.
   *
   * @param ready the shares, if they are small enough to be sent with the question
   * @throws NoServersException if there is none
   * @throws UploadUnhappinessException if they do not make the plan happy; nothing is granted then
   */
  static Selection select(
      GridResources grid, ServerCapacities capacities, UploadPlan plan, Optional<ReadyShares> ready)
      throws IOException, InterruptedException {
    ServerSelector selector = new ServerSelector(grid, capacities, plan, ready);
    try {
      return selector.select();
    } catch (IOException | InterruptedException | RuntimeException e) {
      selector.giveUp(selector.spread.granted());
      throw e;
    } finally {
      selector.giveUp(selector.unwanted);
    }
  }

  private Selection select() throws IOException, InterruptedException {
    if (isProbablyNew()) {
      placeBlindly();
    } else {
      survey();
    }
    int preexisting = spread.found().shares().size();
    Map<GridServer, Question> questions = nextRound();
    while (!questions.isEmpty()) {
      ask(questions, () -> plan.happy() > 0 && spread.holders().happiness() >= plan.happy());
      questions = nextRound();
    }
    Holders holders = spread.holders();
    if (holders.happiness() < plan.happy()) {
      throw new UploadUnhappinessException(report.unhappiness(plan, holders));
    }
    return new Selection(spread.granted(), holders, preexisting);
  }

  private List<GridServer> candidates() throws NoServersException {
    List<GridServer> permitted =
        grid.servers().connected().stream().filter(GridServer::uploadPermitted).toList();
    if (permitted.isEmpty()) {
      throw new NoServersException(
          "client gave us zero servers: none is connected that may be uploaded to");
    }
    return grid.order().of(permitted, plan.index()).stream()
        .limit((long) CANDIDATES_PER_SHARE * plan.total())
        .toList();
  }

  /** Of a file that is repaired there are shares; and whoever has no room must not be asked. */
  private boolean isProbablyNew() {
    return plan.placeable().size() == plan.total()
        && candidates.stream().allMatch(server -> capacities.of(server).isPresent());
  }

  /** The first round of a file that nobody is expected to have. */
  private void placeBlindly() throws InterruptedException {
    candidates.forEach(
        server -> capacities.of(server).ifPresent(bytes -> spread.noteCapacity(server, bytes)));
    Map<GridServer, SortedSet<ShareNumber>> asked = spread.placement().asked();
    Map<GridServer, Question> questions = new LinkedHashMap<>();
    for (GridServer server : candidates) {
      SortedSet<ShareNumber> shares = asked.get(server);
      questions.put(server, shares == null ? new Question.Survey() : take(server, shares));
    }
    ask(questions, manyAnd(() -> spread.holders().happiness() >= plan.happy()));
    giveUp(spread.reconsider());
  }

  private void survey() throws InterruptedException {
    Map<GridServer, Question> questions = new LinkedHashMap<>();
    candidates.forEach(server -> questions.put(server, new Question.Survey()));
    ask(questions, manyAnd(() -> spread.placement().happiness() >= plan.happy()));
  }

  /** Whether so many servers answered that they could carry the file as well as any could. */
  private BooleanSupplier manyAnd(BooleanSupplier happy) {
    int many = Math.min(candidates.size(), Math.max(plan.happy(), (candidates.size() + 1) / 2));
    int[] answers = {0};
    return () -> ++answers[0] >= many && plan.happy() > 0 && happy.getAsBoolean();
  }

  /** What to ask for next: new shares, and once from everybody who has shares a new lease. */
  private Map<GridServer, Question> nextRound() {
    Map<GridServer, Question> questions = new LinkedHashMap<>();
    spread
        .placement()
        .asked()
        .forEach((server, shares) -> questions.put(server, take(server, shares)));
    for (GridServer server : spread.servers()) {
      if (!leased.contains(server) && !spread.found().on(server).isEmpty()) {
        questions.putIfAbsent(server, new Question.Space(new TreeSet<>()));
      }
    }
    return questions;
  }

  /** A server that may have some shares is not sent others with the question. */
  private Question take(GridServer server, SortedSet<ShareNumber> shares) {
    boolean isNew = !leased.contains(server) && spread.found().on(server).isEmpty();
    return isNew && ready.isPresent() && server.storesWhole()
        ? new Question.Store(shares)
        : new Question.Space(shares);
  }

  private void ask(Map<GridServer, Question> questions, BooleanSupplier enough)
      throws InterruptedException {
    Set<GridServer> silent = new LinkedHashSet<>(questions.keySet());
    TaskScope<GridServer, Answer> scope = new TaskScope<>("select servers");
    try {
      questions.forEach(
          (server, question) -> {
            if (!(question instanceof Question.Survey)) {
              leased.add(server);
            }
            scope.fork(server, () -> answer(server, question));
          });
      Answers.collect(
          scope,
          grid.uploadLimits(),
          enough,
          outcome -> {
            silent.remove(outcome.key());
            switch (outcome) {
              case Outcome.Success(var server, var answer) -> note(server, answer);
              case Outcome.Failure(var server, var problem) ->
                  noteFailure(server, questions.get(server), problem);
            }
          });
    } finally {
      scope.close();
      noteLateGrants(scope);
    }
    silent.forEach(
        server ->
            noteFailure(
                server, questions.get(server), new IOException("it did not answer in time")));
  }

  private Answer answer(GridServer server, Question question) throws Exception {
    return switch (question) {
      case Question.Survey() ->
          new Answer.Surveyed(ServerSurvey.ask(server, plan.index(), capacities));
      case Question.Space(var shares) ->
          new Answer.Allocated(shares, allocate(server, shares), false);
      case Question.Store(var shares) -> {
        Optional<Allocation> stored = store(server, shares);
        yield stored.isPresent()
            ? new Answer.Allocated(shares, stored.get(), true)
            : new Answer.Allocated(shares, allocate(server, shares), false);
      }
    };
  }

  private Optional<Allocation> store(GridServer server, SortedSet<ShareNumber> shares)
      throws Exception {
    Optional<StorageShortcuts> shortcuts = server.storage().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts
            .get()
            .storeWhole(plan.index(), leases.on(server), ready.orElseThrow().of(shares))
        : Optional.empty();
  }

  private Allocation allocate(GridServer server, SortedSet<ShareNumber> shares) throws Exception {
    return server
        .storage()
        .allocateBuckets(plan.index(), leases.on(server), shares, plan.shareLength());
  }

  private void note(GridServer server, Answer answer) {
    switch (answer) {
      case Answer.Surveyed(var survey) -> {
        spread.noteCapacity(server, survey.capacity());
        spread.noteFound(server, survey.shares());
      }
      case Answer.Allocated allocated -> noteAllocation(server, allocated);
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
    if (!held.containsAll(asked)) {
      LOG.debug("{} has no room for all of {}", server, asked);
      capacities.forget(server);
      spread.askNoMore(server);
    }
  }

  /** A server that was given up may have granted something at the last moment. */
  private void noteLateGrants(TaskScope<GridServer, Answer> scope) {
    Optional<Outcome<GridServer, Answer>> outcome = scope.poll();
    while (outcome.isPresent()) {
      if (outcome.get() instanceof Outcome.Success(var server, Answer.Allocated allocated)) {
        allocated
            .allocation()
            .writers()
            .forEach(
                (share, writer) ->
                    unwanted.add(new GrantedShare(server, share, writer, allocated.stored())));
      }
      outcome = scope.poll();
    }
  }

  private void noteFailure(GridServer server, Question question, Exception problem) {
    LOG.debug("{} failed before any share was sent to it", server, problem);
    if (!(question instanceof Question.Survey)) {
      report.countFailure();
    }
    report.noteLoss(server, problem);
    capacities.forget(server);
    spread.drop(server);
  }

  private void giveUp(Collection<GrantedShare> shares) {
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace())) {
      shares.forEach(aborts::abort);
    }
  }
}
