package org.truckee.grid.immutable.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.CheckResult;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.verify.ExpectedFile;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.servers.NoAnswerException;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.Stragglers;
import org.truckee.grid.servers.Trouble;
import org.truckee.grid.spread.Happiness;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.BucketReader;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** One check of one file: all servers and shares at once, in bounded memory. Used once. */
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private final Servers servers;
  private final ReadPatience patience;
  private final ShareVerifiers verifiers;
  private final ClientLeaseSecret leaseSecret;
  private final int happy;
  private final ExpectedFile expected;
  private final CheckOptions options;
  private final AtomicLong verified = new AtomicLong();
  private final Questions<Subject, Map<ShareNumber, BucketReader>> questions;

  private final SortedMap<ShareNumber, Set<GridServer>> good = new TreeMap<>();
  private final List<ShareLocation> corrupt = new ArrayList<>();
  private final List<ShareLocation> incompatible = new ArrayList<>();
  private final List<ShareLocation> lost = new ArrayList<>();
  private final Set<GridServer> responding = new HashSet<>();
  private final Stragglers stragglers = new Stragglers();
  private final Map<GridServer, String> silent = new HashMap<>();
  private final AtomicLong claimed = new AtomicLong();

  /** What a server is asked. */
  private sealed interface Subject {
    /** To add or renew a lease. */
    record Lease() implements Subject {}

    /** Which shares it has. */
    record Shares() implements Subject {}

    /** To give every byte of a share. */
    record Contents(ShareNumber share) implements Subject {}
  }

  Examination(
      Servers servers,
      ReadPatience patience,
      ShareVerifiers verifiers,
      ClientLeaseSecret leaseSecret,
      int happy,
      ExpectedFile expected,
      CheckOptions options) {
    this.servers = servers;
    this.patience = patience;
    this.verifiers = verifiers;
    this.leaseSecret = leaseSecret;
    this.happy = happy;
    this.expected = expected;
    this.options = options;
    this.questions = new Questions<>("check", patience.latencies());
  }

  CheckResult result() throws InterruptedException {
    try (questions) {
      for (GridServer server : servers.connected()) {
        if (options.addLease()) {
          ask(server, new Subject.Lease(), question -> addLease(server));
        }
        ask(server, new Subject.Shares(), question -> shares(server));
      }
      while (questions.hasOpen() && !stragglers.onlyTheyAreLeft(questions)) {
        take(questions.next());
      }
      questions.open().toList().forEach(this::giveUp);
    }
    return summed();
  }

  private void ask(
      GridServer server,
      Subject subject,
      Questions.Call<Subject, Map<ShareNumber, BucketReader>> call) {
    questions.ask(
        server,
        subject,
        patience.withoutReplacement(server, () -> responding.contains(server)),
        call);
  }

  /** Whether a late share keeps memory for which others wait, although most servers answer. */
  private boolean standsInTheWay(Question<Subject> question) {
    return question.subject() instanceof Subject.Contents
        && questions.onTime().anyMatch(Question::isSuspended)
        && stragglers.mostAnswer(questions);
  }

  private void giveUp(Question<Subject> question) {
    questions.cancel(question);
    take(new Reply.NoAnswer<>(question, Trouble.of(new NoAnswerException(question.silence()))));
  }

  /** Goes to every server, whether or not it has shares: a server without any ignores it. */
  private Map<ShareNumber, BucketReader> addLease(GridServer server)
      throws StorageException, InterruptedException {
    LeaseSecrets secrets = leaseSecret.forFile(expected.cap().index()).on(server);
    server.storage().addLease(expected.cap().index(), secrets);
    return Map.of();
  }

  private Map<ShareNumber, BucketReader> shares(GridServer server)
      throws StorageException, InterruptedException {
    return server.storage().getBuckets(expected.cap().index());
  }

  private void take(Reply<Subject, Map<ShareNumber, BucketReader>> reply) {
    GridServer server = reply.question().server();
    switch (reply) {
      case Reply.Answer(var question, var shares) -> {
        patience.latencies().record(server.id(), question.silence());
        switch (question.subject()) {
          case Subject.Lease() -> {}
          case Subject.Shares() -> examine(server, shares);
          case Subject.Contents(var share) -> addGood(share, server);
        }
      }
      case Reply.NoAnswer(var question, var trouble) -> {
        switch (question.subject()) {
          // Leases have no influence on the result.
          case Subject.Lease() -> LOG.info("{} added no lease: {}", server, trouble.message());
          case Subject.Shares() -> silent.put(server, trouble.message());
          case Subject.Contents(var share) -> addBad(ShareException.of(trouble), server, share);
        }
      }
      case Reply.Late(var question) -> {
        if (standsInTheWay(question)) {
          giveUp(question);
        }
      }
    }
  }

  private void addGood(ShareNumber share, GridServer server) {
    good.computeIfAbsent(share, unused -> new HashSet<>()).add(server);
  }

  private void addBad(ShareException problem, GridServer server, ShareNumber share) {
    List<ShareLocation> list =
        switch (problem.kind()) {
          case CORRUPT -> corrupt;
          case INCOMPATIBLE -> incompatible;
          case UNREACHABLE -> lost;
        };
    list.add(new ShareLocation(server, share, String.valueOf(problem.getMessage())));
  }

  private void examine(GridServer server, Map<ShareNumber, BucketReader> shares) {
    responding.add(server);
    stragglers.heardOf(server);
    ChkVerifyCap cap = expected.cap();
    new TreeMap<>(shares)
        .headMap(new ShareNumber(cap.total()))
        .forEach(
            (share, reader) -> {
              if (options.verify()) {
                claimed.addAndGet(expected.likelyBlocks());
                ask(
                    server,
                    new Subject.Contents(share),
                    question -> verify(question, share, reader));
              } else {
                addGood(share, server);
              }
            });
  }

  private Map<ShareNumber, BucketReader> verify(
      Question<Subject> question, ShareNumber share, BucketReader reader)
      throws ShareException, InterruptedException {
    try (MemoryBudget.Grant _ = memory(question)) {
      FoundShare found = new FoundShare(reader, List.of());
      verifiers.verifier(expected, share, found, bytes -> progress(question, bytes)).verify();
      return Map.of();
    }
  }

  private MemoryBudget.Grant memory(Question<Subject> question) throws InterruptedException {
    while (true) {
      // As long as it takes: the check as a whole has its limit.
      Optional<MemoryBudget.Grant> memory = verifiers.awaitMemory(expected, question);
      if (memory.isPresent()) {
        return memory.get();
      }
    }
  }

  private void progress(Question<Subject> question, long bytes) {
    question.sign();
    long done = verified.addAndGet(bytes);
    options.progress().progress(done, Math.max(done, claimed.get()));
  }

  private CheckResult summed() {
    ChkVerifyCap cap = expected.cap();
    return new CheckResult(
        cap.index(),
        cap.needed(),
        cap.total(),
        happiness(good),
        Happiness.goal(happy, cap.needed(), cap.total(), usable()),
        good,
        corrupt,
        incompatible,
        lost,
        responding,
        silent,
        CheckResult.summary(
            good.size(), cap.needed(), cap.total(), CheckOutcome.doubts(silent, lost)));
  }

  /** How many servers hold good shares, or may be asked to take some. */
  private int usable() {
    Set<GridServer> servers =
        responding.stream().filter(GridServer::uploadPermitted).collect(Collectors.toSet());
    good.values().forEach(servers::addAll);
    return servers.size();
  }

  /** The servers of happiness of shares that lie on servers. */
  static int happiness(Map<ShareNumber, Set<GridServer>> shares) {
    Map<GridServer, Set<ShareNumber>> held = new HashMap<>();
    shares.forEach(
        (share, servers) ->
            servers.forEach(
                server -> held.computeIfAbsent(server, unused -> new HashSet<>()).add(share)));
    return Happiness.of(held.values());
  }
}
