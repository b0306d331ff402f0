package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.GridServer;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.immutable.verify.ExpectedFile;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.storage.ShareNumber;

/**
 * Decides which of the shares that an upload counts but did not write have to be read before the
 * upload has succeeded: so many of them whole that the file can be read back, and a sample of each
 * of the others. Once a share turns out to be damaged, all are read whole. Used by one thread, for
 * one upload.
 */
final class FoundShareCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FoundShareCheck.class);

  /** A server that is not needed gets so many times less patience. */
  private static final int LESS_PATIENCE = 3;

  private final FoundShareReader reader;
  private final ServerLatencies latencies;
  private final UploadLimits limits;
  private final UploadPlan plan;
  private final ServerSelector selector;
  private final Spread spread;
  private final Set<Holding> sampled = new LinkedHashSet<>();
  private final Set<ShareNumber> knownWhole = new HashSet<>();
  private boolean suspicious;

  FoundShareCheck(
      FoundShareReader reader,
      ServerLatencies latencies,
      UploadLimits limits,
      UploadPlan plan,
      ServerSelector selector) {
    this.reader = reader;
    this.latencies = latencies;
    this.limits = limits;
    this.plan = plan;
    this.selector = selector;
    this.spread = selector.spread();
  }

  /** Reads the shares that nobody has read yet, and tells the selector what they are worth. */
  void check(UriExtensionHash hash) throws InterruptedException {
    ChkVerifyCap cap =
        new ChkVerifyCap(
            plan.index(), hash, plan.geometry().needed(), plan.total(), plan.geometry().fileSize());
    ExpectedFile expected = new ExpectedFile(cap, plan.geometry());
    spread.sent().forEach(share -> knownWhole.add(share.share()));
    Map<Holding, Boolean> next = next();
    while (!next.isEmpty()) {
      read(expected, next);
      next = next();
    }
  }

  /** What is to be read, and whether it is to be read whole. */
  private Map<Holding, Boolean> next() {
    List<Holding> candidates = reader.shuffled(spread.unverified());
    candidates.addAll(sampled);
    Set<ShareNumber> whole = new HashSet<>(knownWhole);
    Map<Holding, Boolean> next = new LinkedHashMap<>();
    for (Holding holding : candidates) {
      boolean isNeeded = whole.size() < plan.geometry().needed() && whole.add(holding.share());
      if (isNeeded || suspicious) {
        next.put(holding, true);
      } else if (!sampled.contains(holding)) {
        next.put(holding, false);
      }
    }
    return next;
  }

  private void read(ExpectedFile expected, Map<Holding, Boolean> shares)
      throws InterruptedException {
    Map<GridServer, Map<ShareNumber, Boolean>> byServer = new LinkedHashMap<>();
    shares.forEach(
        (holding, whole) ->
            byServer
                .computeIfAbsent(holding.server(), unused -> new TreeMap<>())
                .put(holding.share(), whole));
    Patience patience = new Patience(this::silenceLimit, limits.queryLimit());
    try (Questions<String, List<FoundShareReader.Finding>> questions =
        new Questions<>("verify found shares", latencies)) {
      byServer.forEach(
          (server, wanted) ->
              questions.ask(
                  server,
                  "shares",
                  patience,
                  question -> reader.read(expected, server, wanted, question)));
      while (questions.hasOpen()) {
        note(questions.next(), questions);
      }
    }
  }

  private Duration silenceLimit() {
    Duration limit = limits.queryLimit();
    Duration shorter = limits.stragglerGrace().multipliedBy(LESS_PATIENCE);
    return shorter.compareTo(limit) < 0 && isEnough() ? shorter : limit;
  }

  /** Whether the upload could do with what is known to be good by now. */
  private boolean isEnough() {
    Holders good = spread.holders();
    spread.unverified().forEach(holding -> good.remove(holding.server(), holding.share()));
    return knownWhole.size() >= plan.geometry().needed() && good.happiness() >= plan.happy();
  }

  private void note(
      Reply<String, List<FoundShareReader.Finding>> reply,
      Questions<String, List<FoundShareReader.Finding>> questions) {
    GridServer server = reply.question().server();
    switch (reply) {
      case Reply.Answer(var _, var findings) -> findings.forEach(this::note);
      case Reply.NoAnswer(var _, var trouble) -> noteLoss(server, trouble.cause());
      case Reply.Late(var question) -> {
        // There is nobody else to ask for what this server has.
        questions.cancel(question);
        noteLoss(server, new IOException("it did not give its shares in time"));
      }
    }
  }

  private void noteLoss(GridServer server, Exception problem) {
    LOG.debug("what {} has does not count: it cannot be read", server, problem);
    sampled.removeIf(holding -> holding.server().equals(server));
    selector.noteLoss(server, problem);
  }

  private void note(FoundShareReader.Finding finding) {
    Holding holding = finding.holding();
    sampled.remove(holding);
    switch (finding.state()) {
      case DAMAGED, GONE -> {
        LOG.warn(
            "share {} of {} on {} does not count: {}",
            holding.share(),
            plan.index().abbreviated(),
            holding.server(),
            finding.problem());
        suspicious = true;
        selector.noteDamaged(holding, finding.problem());
      }
      case GOOD -> {
        spread.noteVerified(holding);
        knownWhole.add(holding.share());
      }
      case SAMPLED -> {
        spread.noteVerified(holding);
        sampled.add(holding);
      }
    }
  }
}
