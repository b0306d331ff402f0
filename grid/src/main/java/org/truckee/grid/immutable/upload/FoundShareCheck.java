package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.GridServer;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.verify.ExpectedFile;
import org.truckee.grid.immutable.verify.ShareVerifier;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/**
 * Reads shares that an upload counts but did not write, before it says that the file is there: as
 * many of them whole that the file can be read back, of the others a sample. Once one turns out to
 * be damaged all are read whole. Used by one thread, for one upload.
 */
final class FoundShareCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FoundShareCheck.class);

  /** What may come along with the list of a server's shares. */
  private static final int MOST_EXCERPTS = 1 << 18;

  /** A server that is not needed gets so many times less patience. */
  private static final int LESS_PATIENCE = 3;

  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  private final GridResources grid;
  private final UploadPlan plan;
  private final ServerSelector selector;
  private final Spread spread;
  private final Set<Holding> sampled = new LinkedHashSet<>();
  private final Set<ShareNumber> knownWhole = new HashSet<>();
  private boolean suspicious;

  /** What became of one share: good unless there is a problem. */
  private record Finding(Holding holding, boolean whole, Optional<String> problem) {}

  FoundShareCheck(GridResources grid, UploadPlan plan, ServerSelector selector) {
    this.grid = grid;
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
    List<Holding> candidates = new ArrayList<>(spread.unverified());
    Collections.shuffle(candidates, grid.random());
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
    Patience patience = new Patience(this::silenceLimit, grid.uploadLimits().queryLimit());
    try (Questions<String, List<Finding>> questions =
        new Questions<>("verify found shares", grid.latencies())) {
      byServer.forEach(
          (server, wanted) ->
              questions.ask(
                  server, "shares", patience, life -> findings(expected, server, wanted, life)));
      while (questions.hasOpen()) {
        note(questions.next(), questions);
      }
    }
  }

  private Duration silenceLimit() {
    Duration limit = grid.uploadLimits().queryLimit();
    Duration shorter = grid.uploadLimits().stragglerGrace().multipliedBy(LESS_PATIENCE);
    return shorter.compareTo(limit) < 0 && isEnough() ? shorter : limit;
  }

  /** Whether the upload could do with what is known to be good by now. */
  private boolean isEnough() {
    Holders good = spread.holders();
    spread.unverified().forEach(holding -> good.remove(holding.server(), holding.share()));
    return knownWhole.size() >= plan.geometry().needed() && good.happiness() >= plan.happy();
  }

  private List<Finding> findings(
      ExpectedFile expected,
      GridServer server,
      Map<ShareNumber, Boolean> wanted,
      Question<String> life)
      throws IOException, InterruptedException {
    Map<ShareNumber, FoundShare> found = find(expected, server);
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<ShareNumber, Boolean> share : wanted.entrySet()) {
      Holding holding = new Holding(server, share.getKey());
      findings.add(
          found.containsKey(share.getKey())
              ? finding(expected, holding, found.get(share.getKey()), share.getValue(), life)
              : new Finding(holding, false, Optional.of("it is not there any more")));
    }
    return findings;
  }

  private Map<ShareNumber, FoundShare> find(ExpectedFile expected, GridServer server)
      throws StorageException, InterruptedException {
    Optional<StorageShortcuts> shortcuts = server.storage().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts.get().findShares(plan.index(), expected.likelyMetadata(), MOST_EXCERPTS)
        : FoundShare.withoutExcerpts(server.storage().getBuckets(plan.index()));
  }

  private Finding finding(
      ExpectedFile expected,
      Holding holding,
      FoundShare share,
      boolean whole,
      Question<String> life)
      throws IOException, InterruptedException {
    life.suspend();
    MemoryBudget.Grant memory = memory(expected);
    try {
      life.sign();
      ShareVerifier verifier =
          new ShareVerifier(
              expected,
              holding.share().value(),
              share,
              grid.buffers(),
              grid.workers(),
              bytes -> life.sign());
      if (!whole) {
        return new Finding(holding, verifier.verifySample(grid.random()), Optional.empty());
      }
      verifier.verify();
      return new Finding(holding, true, Optional.empty());
    } catch (ShareException e) {
      return switch (e.kind()) {
        case CORRUPT, INCOMPATIBLE ->
            new Finding(holding, false, Optional.of(String.valueOf(e.getMessage())));
        case UNREACHABLE -> throw new IOException(e.getMessage(), e);
      };
    } finally {
      memory.close();
    }
  }

  private MemoryBudget.Grant memory(ExpectedFile expected)
      throws TooManyTransfersException, InterruptedException {
    return grid.verifyMemory()
        .take(expected.memory(), expected.memory(), FOR_MEMORY)
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "there was no memory to verify shares within %d minutes"
                        .formatted(FOR_MEMORY.toMinutes())));
  }

  private void note(
      Reply<String, List<Finding>> reply, Questions<String, List<Finding>> questions) {
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

  private void note(Finding finding) {
    sampled.remove(finding.holding);
    if (finding.problem.isPresent()) {
      LOG.warn(
          "share {} of {} on {} is damaged, and does not count: {}",
          finding.holding.share(),
          plan.index().abbreviated(),
          finding.holding.server(),
          finding.problem.get());
      suspicious = true;
      selector.noteDamaged(finding.holding, finding.problem.get());
      return;
    }
    spread.noteVerified(finding.holding);
    if (finding.whole) {
      knownWhole.add(finding.holding.share());
    } else {
      sampled.add(finding.holding);
    }
  }
}
