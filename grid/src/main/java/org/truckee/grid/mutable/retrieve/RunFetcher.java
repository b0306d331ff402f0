package org.truckee.grid.mutable.retrieve;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.ServerId;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.Trouble;

/**
 * Fetches the blocks of a run of segments from k shares; from others where a share is damaged, or
 * its server fails or takes long.
 */
final class RunFetcher {
  private final VersionShares shares;
  private final BlockRange run;
  private final ReadPatience patience;
  private final int needed;
  private final TreeMap<Integer, byte[]> blocks = new TreeMap<>();
  private final Set<MutableShareCopy> tried = new HashSet<>();
  private final BiConsumer<ServerId, Duration> heard;
  private final Set<MutableShareCopy> late = new HashSet<>();

  /**
   * A fetch.
   *
   * @param heard hears how long each request took, or has taken when it was no longer waited for
   */
  RunFetcher(
      VersionShares shares,
      BlockRange run,
      ReadPatience patience,
      BiConsumer<ServerId, Duration> heard) {
    this.heard = heard;
    this.shares = shares;
    this.run = run;
    this.patience = patience;
    this.needed = shares.version().geometry().needed();
  }

  /**
   * The validated blocks.
   *
   * @return k share numbers with what the shares store of the run
   */
  TreeMap<Integer, byte[]> fetch() throws NotEnoughSharesException, InterruptedException {
    try (Questions<MutableShareCopy, byte[]> questions =
        new Questions<>(
            "blocks of " + shares.facts().index().abbreviated(), patience.latencies())) {
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

  private void askUntilEnough(Questions<MutableShareCopy, byte[]> questions) {
    Optional<MutableShareCopy> next = next(questions);
    while (next.isPresent() && onTime(questions) + blocks.size() < needed) {
      MutableShareCopy copy = next.get();
      tried.add(copy);
      GridServer server = copy.place().server();
      questions.ask(server, copy, patience.withBlocks(server), _ -> copy.blocks(run));
      next = next(questions);
    }
  }

  private static long onTime(Questions<MutableShareCopy, byte[]> questions) {
    return questions.onTime().map(question -> question.subject().number()).distinct().count();
  }

  /** The best copy of a share number that was not asked for yet, or only from late servers. */
  private Optional<MutableShareCopy> next(Questions<MutableShareCopy, byte[]> questions) {
    List<Integer> asked = questions.onTime().map(question -> question.subject().number()).toList();
    return shares.usable(run).stream()
        .filter(copy -> !tried.contains(copy))
        .filter(copy -> !blocks.containsKey(copy.number()) && !asked.contains(copy.number()))
        .findFirst();
  }

  private void take(Reply<MutableShareCopy, byte[]> reply) {
    MutableShareCopy copy = reply.question().subject();
    switch (reply) {
      case Reply.Answer(var question, var stored) -> {
        patience.latencies().recordBlocks(question.server().id(), question.age());
        if (!late.contains(copy)) {
          heard.accept(question.server().id(), question.age());
        }
        blocks.putIfAbsent(copy.number(), stored);
      }
      case Reply.NoAnswer(var _, Trouble.OfData(var cause)) ->
          shares.markBad(copy, String.valueOf(cause.getMessage()));
      case Reply.NoAnswer(var _, var trouble) -> shares.failed(copy, trouble.message());
      case Reply.Late(var question) -> {
        // It no longer counts as asked, so that another share takes its place.
        late.add(copy);
        heard.accept(question.server().id(), question.age());
      }
    }
  }
}
