package org.truckee.grid.mutable.retrieve;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.Trouble;

/**
 * Fetches the blocks of a run of segments from k shares; from others where a share is damaged, or
 * its server fails or takes long.
 */
final class RunFetcher {
  private final VersionShares shares;
  private final BlockRange run;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final int needed;
  private final TreeMap<Integer, byte[]> blocks = new TreeMap<>();
  private final Set<ShareCopy> tried = new HashSet<>();

  RunFetcher(VersionShares shares, BlockRange run, ServerLatencies latencies, Patience patience) {
    this.shares = shares;
    this.run = run;
    this.latencies = latencies;
    this.patience = patience;
    this.needed = shares.version().geometry().needed();
  }

  /**
   * The validated blocks.
   *
   * @return k share numbers with what the shares store of the run
   */
  TreeMap<Integer, byte[]> fetch() throws NotEnoughSharesException, InterruptedException {
    try (Questions<ShareCopy, byte[]> questions =
        new Questions<>("blocks of " + shares.facts().index().abbreviated(), latencies)) {
      while (blocks.size() < needed) {
        askUntilEnough(questions);
        if (!questions.hasOpen()) {
          if (!shares.findMore()) {
            throw shares.shortage(blocks.size(), tried);
          }
          continue;
        }
        take(questions.next());
      }
    }
    return blocks;
  }

  private void askUntilEnough(Questions<ShareCopy, byte[]> questions) {
    Optional<ShareCopy> next = next(questions);
    while (next.isPresent() && onTime(questions) + blocks.size() < needed) {
      ShareCopy copy = next.get();
      tried.add(copy);
      questions.ask(copy.place().server(), copy, patience, _ -> copy.blocks(run));
      next = next(questions);
    }
  }

  private static long onTime(Questions<ShareCopy, byte[]> questions) {
    return questions.onTime().map(question -> question.subject().number()).distinct().count();
  }

  /** The best copy of a number that nobody else has been asked for in time. */
  private Optional<ShareCopy> next(Questions<ShareCopy, byte[]> questions) {
    List<Integer> asked = questions.onTime().map(question -> question.subject().number()).toList();
    return shares.usable(run).stream()
        .filter(copy -> !tried.contains(copy))
        .filter(copy -> !blocks.containsKey(copy.number()) && !asked.contains(copy.number()))
        .findFirst();
  }

  private void take(Reply<ShareCopy, byte[]> reply) {
    ShareCopy copy = reply.question().subject();
    switch (reply) {
      case Reply.Answer(var question, var stored) -> {
        latencies.recordBlocks(question.server().id(), question.age());
        blocks.putIfAbsent(copy.number(), stored);
      }
      case Reply.NoAnswer(var _, Trouble.OfData(var cause)) ->
          shares.markBad(copy, String.valueOf(cause.getMessage()));
      case Reply.NoAnswer(var _, var trouble) -> shares.failed(copy, trouble.message());
      case Reply.Late(var _) -> {
        // Another one is asked.
      }
    }
  }
}
