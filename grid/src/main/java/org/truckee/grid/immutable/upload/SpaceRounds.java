package org.truckee.grid.immutable.upload;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridServer;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.immutable.upload.SpaceQuestions.Answer;
import org.truckee.grid.immutable.upload.SpaceQuestions.Question;
import org.truckee.grid.servers.NoAnswerException;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.transfer.Deadline;
import org.truckee.storage.Allocation;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/**
 * Asks servers for space in rounds, all questions of a round at once, and notes in the spread what
 * they answer.
 *
 * <p>A server that fails or does not answer in time is left alone from then on; one that has no
 * room is asked for no more. A share that a server refuses for another reason goes elsewhere, and
 * the server may be asked for others. Used by one thread.
 */
final class SpaceRounds {
  private static final Logger LOG = LoggerFactory.getLogger(SpaceRounds.class);

  /** A server that refuses without saying why, although it has room, is asked no more often. */
  private static final int MOST_UNEXPLAINED = 3;

  private final SpaceQuestions questions;
  private final Spread spread;
  private final ServerCapacities capacities;
  private final ServerLatencies latencies;
  private final UploadLimits limits;
  private final SelectionReport report = new SelectionReport();
  private final Set<GridServer> leased = new HashSet<>();
  private final Set<GrantedShare> unwanted = new LinkedHashSet<>();
  private final Map<GridServer, Integer> unexplained = new HashMap<>();

  SpaceRounds(
      SpaceQuestions questions, Spread spread, ServerLatencies latencies, UploadLimits limits) {
    this.questions = questions;
    this.spread = spread;
    this.capacities = questions.capacities();
    this.latencies = latencies;
    this.limits = limits;
  }

  /** Whether a server was asked for space, with which leases are renewed. */
  boolean wasLeased(GridServer server) {
    return leased.contains(server);
  }

  /** Why too few shares could be placed. */
  String unhappiness(UploadPlan plan, Holders expected) {
    return report.unhappiness(plan, expected, spread.withoutRoom().values());
  }

  /** Whether the answers so far suffice, so that the other servers get only a short while. */
  @FunctionalInterface
  interface Sufficiency {
    /**
     * Looks at the answers.
     *
     * @param silent the servers that have not answered; if they do not in time, they are dropped
     */
    boolean reachedWithout(Set<GridServer> silent);
  }

  /** Asks one round. */
  void ask(Map<GridServer, Question> round, Sufficiency enough) throws InterruptedException {
    Questions<Question, Answer> open = new Questions<>("select servers", latencies);
    try {
      round.forEach(
          (server, question) -> {
            if (!(question instanceof Question.Survey)) {
              leased.add(server);
            }
            Patience patience = Patience.until(limits.queryLimit());
            open.ask(server, question, patience, unused -> questions.ask(server, question));
          });
      collect(open, enough);
    } finally {
      open.close();
      open.tooLate().forEach(this::noteLateGrants);
    }
  }

  /** Waits for all answers; once those so far suffice, only for a short while more. */
  private void collect(Questions<Question, Answer> open, Sufficiency enough)
      throws InterruptedException {
    Duration grace = limits.stragglerGrace();
    Deadline deadline = Deadline.NEVER;
    boolean sufficient = false;
    while (open.hasOpen()) {
      Optional<Reply<Question, Answer>> reply = open.next(deadline);
      if (reply.isEmpty()) {
        break;
      }
      note(reply.get());
      boolean late = reply.get() instanceof Reply.Late;
      if (!sufficient && !late && open.hasOpen() && enough.reachedWithout(silent(open))) {
        sufficient = true;
        deadline = open.grace(grace);
      }
    }
    for (var question : open.open().toList()) {
      latencies.recordLate(question.server().id(), question.age());
      noteFailure(question.server(), question.subject(), new NoAnswerException(question.age()));
    }
  }

  private static Set<GridServer> silent(Questions<Question, Answer> open) {
    return open.open().map(question -> question.server()).collect(Collectors.toSet());
  }

  private void note(Reply<Question, Answer> reply) {
    switch (reply) {
      case Reply.Answer(var question, var answer) -> {
        latencies.record(question.server().id(), question.age());
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
      // It had shares, so that nothing was stored; it has still to be asked for space.
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
      // A server that has room and gives no reason mostly means an upload in progress.
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

  /** Gives up what was granted but not asked for, or too late. */
  void giveUpUnwanted() {
    giveUp(unwanted);
    unwanted.clear();
  }

  /** Tells servers that they need not keep room for some shares. */
  void giveUp(Collection<GrantedShare> shares) {
    try (Aborts aborts = new Aborts(limits.stragglerGrace())) {
      shares.forEach(aborts::abort);
    }
  }
}
