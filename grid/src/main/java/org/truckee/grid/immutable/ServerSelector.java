package org.truckee.grid.immutable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.Base32;
import org.truckee.grid.ClientLeaseSecret.FileLeases;
import org.truckee.grid.GridResources;
import org.truckee.grid.GridServer;
import org.truckee.grid.NoServersException;
import org.truckee.grid.Outcome;
import org.truckee.grid.TaskScope;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.storage.Allocation;
import org.truckee.storage.ShareNumber;

/**
 * Finds servers for the shares of one file ({@code spec/01 §7.4–7.6}): asks who has what, decides
 * who should get what, asks for space, and decides again for what was not granted.
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
  private final FileLeases leases;

  private final List<GridServer> writeable = new ArrayList<>();
  private final List<GridServer> readOnly = new ArrayList<>();
  private final Holders holders = new Holders();
  private final Set<GridServer> leased = new HashSet<>();
  private final Map<Holding, GrantedShare> granted = new LinkedHashMap<>();
  private final Set<GrantedShare> unwanted = new LinkedHashSet<>();
  private int preexisting;
  private int good;
  private int full;
  private int failed;
  private String lastFailure = "";

  private ServerSelector(GridResources grid, ServerCapacities capacities, UploadPlan plan) {
    this.grid = grid;
    this.capacities = capacities;
    this.plan = plan;
    this.leases = grid.leaseSecret().forFile(plan.index());
  }

  /**
   * Finds servers.
   *
   * @throws NoServersException if there is none
   * @throws UploadUnhappinessException if they do not make the plan happy; nothing is granted then
   */
  static Selection select(GridResources grid, ServerCapacities capacities, UploadPlan plan)
      throws IOException, InterruptedException {
    ServerSelector selector = new ServerSelector(grid, capacities, plan);
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace())) {
      try {
        return selector.select();
      } catch (IOException | InterruptedException | RuntimeException e) {
        selector.granted.values().forEach(aborts::abort);
        throw e;
      } finally {
        selector.unwanted.forEach(aborts::abort);
      }
    }
  }

  private Selection select() throws IOException, InterruptedException {
    survey(candidates());
    Map<GridServer, SortedSet<ShareNumber>> asked = nextRound();
    while (!asked.isEmpty()) {
      allocate(asked);
      asked = nextRound();
    }
    if (holders.happiness() < plan.happy()) {
      throw new UploadUnhappinessException(unhappiness());
    }
    return new Selection(List.copyOf(granted.values()), holders, preexisting);
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

  private void survey(List<GridServer> candidates) throws InterruptedException {
    Map<GridServer, ServerSurvey> surveys = new LinkedHashMap<>();
    Set<GridServer> silent = new LinkedHashSet<>(candidates);
    try (TaskScope<GridServer, ServerSurvey> scope = new TaskScope<>("survey")) {
      for (GridServer server : candidates) {
        scope.fork(server, () -> ServerSurvey.ask(server, plan.index(), capacities));
      }
      Answers.collect(
          scope,
          grid.uploadLimits(),
          () -> enough(candidates, surveys),
          outcome -> {
            silent.remove(outcome.key());
            switch (outcome) {
              case Outcome.Success(var server, var survey) -> surveys.put(server, survey);
              case Outcome.Failure(var server, var problem) -> drop(server, problem);
            }
          });
    }
    silent.forEach(server -> drop(server, silence()));
    candidates.stream()
        .filter(surveys::containsKey)
        .forEach(server -> note(server, surveys.get(server)));
    preexisting = holders.shares().size();
  }

  /** Whether the servers that answered so far could carry the file as well as any could. */
  private boolean enough(List<GridServer> candidates, Map<GridServer, ServerSurvey> surveys) {
    int wanted = Math.max(plan.happy(), (candidates.size() + 1) / 2);
    if (plan.happy() == 0 || surveys.size() < Math.min(wanted, candidates.size())) {
      return false;
    }
    ServerSelector trial = new ServerSelector(grid, capacities, plan);
    surveys.forEach(trial::note);
    return trial.placement().happiness() >= plan.happy();
  }

  private void note(GridServer server, ServerSurvey survey) {
    (survey.capacity() >= plan.shareLength() ? writeable : readOnly).add(server);
    noteShares(server, survey.shares());
  }

  private void noteShares(GridServer server, Set<ShareNumber> shares) {
    for (ShareNumber share : shares) {
      boolean known = share.value() < plan.total();
      if (known && !plan.spoiled().contains(new Holding(server, share))) {
        holders.add(server, share);
      }
    }
  }

  private Placement placement() {
    return Placement.of(writeable, readOnly, holders, plan.placeable(), plan.spoiled());
  }

  /** What to ask for next: new shares, and once from everybody who has shares a new lease. */
  private Map<GridServer, SortedSet<ShareNumber>> nextRound() {
    Map<GridServer, SortedSet<ShareNumber>> asked = new LinkedHashMap<>(placement().asked());
    for (List<GridServer> servers : List.of(writeable, readOnly)) {
      for (GridServer server : servers) {
        if (!leased.contains(server) && !holders.on(server).isEmpty()) {
          asked.putIfAbsent(server, new TreeSet<>());
        }
      }
    }
    return asked;
  }

  private void allocate(Map<GridServer, SortedSet<ShareNumber>> asked) throws InterruptedException {
    leased.addAll(asked.keySet());
    Set<GridServer> silent = new LinkedHashSet<>(asked.keySet());
    TaskScope<GridServer, Allocation> scope = new TaskScope<>("allocate");
    try {
      asked.forEach(
          (server, shares) ->
              scope.fork(
                  server,
                  () ->
                      server
                          .storage()
                          .allocateBuckets(
                              plan.index(), leases.on(server), shares, plan.shareLength())));
      Answers.collect(
          scope,
          grid.uploadLimits(),
          () -> plan.happy() > 0 && holders.happiness() >= plan.happy(),
          outcome -> {
            silent.remove(outcome.key());
            switch (outcome) {
              case Outcome.Success(var server, var answer) ->
                  note(server, asked.get(server), answer);
              case Outcome.Failure(var server, var problem) -> noteFailure(server, problem);
            }
          });
    } finally {
      scope.close();
      giveUpLateGrants(scope);
    }
    silent.forEach(server -> noteFailure(server, silence()));
  }

  private void giveUpLateGrants(TaskScope<GridServer, Allocation> scope) {
    Optional<Outcome<GridServer, Allocation>> late = scope.poll();
    while (late.isPresent()) {
      if (late.get() instanceof Outcome.Success(var server, var answer)) {
        answer
            .writers()
            .forEach((share, writer) -> unwanted.add(new GrantedShare(server, share, writer)));
      }
      late = scope.poll();
    }
  }

  private void note(GridServer server, SortedSet<ShareNumber> asked, Allocation answer) {
    noteShares(server, answer.alreadyHave());
    answer
        .writers()
        .forEach(
            (share, writer) -> {
              GrantedShare grant = new GrantedShare(server, share, writer);
              if (asked.contains(share) && !answer.alreadyHave().contains(share)) {
                granted.put(new Holding(server, share), grant);
                holders.add(server, share);
              } else {
                unwanted.add(grant);
              }
            });
    boolean progress = asked.stream().anyMatch(holders.on(server)::contains);
    if (progress || asked.isEmpty()) {
      good++;
    } else {
      full++;
    }
    if (!holders.on(server).containsAll(asked)) {
      LOG.debug("{} has no room for all of {}", server, asked);
      capacities.forget(server);
      askNoMore(server);
    }
  }

  private void askNoMore(GridServer server) {
    if (writeable.remove(server)) {
      readOnly.add(server);
    }
  }

  private static IOException silence() {
    return new IOException("it did not answer in time");
  }

  private void noteFailure(GridServer server, Exception problem) {
    failed++;
    drop(server, problem);
  }

  /** Leaves a server alone. What it held does not count: it may be gone with it. */
  private void drop(GridServer server, Exception problem) {
    LOG.debug("{} failed before any share was sent to it", server, problem);
    lastFailure = "last failure (from %s) was: %s".formatted(server, problem.getMessage());
    capacities.forget(server);
    writeable.remove(server);
    readOnly.remove(server);
    for (ShareNumber share : List.copyOf(holders.on(server))) {
      if (!granted.containsKey(new Holding(server, share))) {
        holders.remove(server, share);
      }
    }
  }

  private String unhappiness() {
    int homeless = plan.total() - holders.shares().size();
    Happiness.Tried tried =
        new Happiness.Tried(
            plan.total() - homeless,
            plan.total(),
            homeless,
            new Happiness.Queries(good, full, failed));
    String reason =
        Happiness.shortfall(
            holders.servers(), plan.geometry().needed(), plan.happy(), holders.happiness());
    return "server selection failed for <Tahoe2ServerSelector for upload b'%s'>: %s (%s), merged=%s%s"
        .formatted(
            plan.index().abbreviated(),
            reason,
            tried.text(plan.geometry().needed(), plan.happy()),
            merged(),
            lastFailure.isEmpty() ? "" : " (" + lastFailure + ")");
  }

  private String merged() {
    return holders.sharemap().entrySet().stream()
        .map(
            entry ->
                entry.getValue().stream()
                    .map(ServerSelector::abbreviated)
                    .collect(Collectors.joining("+", "sh" + entry.getKey() + ": ", "")))
        .collect(Collectors.joining(", "));
  }

  /** The first characters of the base32 of the whole name, as these messages show it. */
  private static String abbreviated(GridServer server) {
    byte[] name = server.id().longName().getBytes(StandardCharsets.UTF_8);
    String text = Base32.encode(name);
    return text.substring(0, Math.min(8, text.length()));
  }
}
