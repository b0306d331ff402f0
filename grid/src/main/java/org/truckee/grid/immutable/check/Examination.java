package org.truckee.grid.immutable.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridServer;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.immutable.download.DownloadTools;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.download.ShareFinder;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.BucketReader;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** One check of one file: all servers and shares at once, in bounded memory. Used once. */
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  private final DownloadTools tools;
  private final ClientLeaseSecret leaseSecret;
  private final ExpectedFile expected;
  private final CheckOptions options;
  private final AtomicLong verified = new AtomicLong();
  private final Map<Question, TaskScope<Question, Answer>.Task> open = new HashMap<>();

  private final SortedMap<ShareNumber, Set<GridServer>> good = new TreeMap<>();
  private final List<ShareLocation> corrupt = new ArrayList<>();
  private final List<ShareLocation> incompatible = new ArrayList<>();
  private final List<ShareLocation> lost = new ArrayList<>();
  private final Set<GridServer> responding = new HashSet<>();
  private final Map<GridServer, String> silent = new HashMap<>();
  private final AtomicLong claimed = new AtomicLong();

  private enum Kind {
    LEASE,
    SHARES,
    VERIFY
  }

  /** Something a server was asked. */
  private static final class Question {
    private final Kind kind;
    private final GridServer server;

    /** The share to verify, if that is the question. */
    private final Optional<ShareNumber> share;

    private volatile long lastSign = System.nanoTime();
    private volatile boolean begun;
    private boolean givenUp;

    Question(Kind kind, GridServer server, Optional<ShareNumber> share) {
      this.kind = kind;
      this.server = server;
      this.share = share;
      this.begun = kind != Kind.VERIFY;
    }

    void sign() {
      lastSign = System.nanoTime();
      begun = true;
    }

    /** How long nothing has been heard. */
    Duration silence() {
      return begun ? Duration.ofNanos(System.nanoTime() - lastSign) : Duration.ZERO;
    }
  }

  /** The shares that a server has; none of importance for a share that was verified. */
  private record Answer(Map<ShareNumber, BucketReader> shares) {}

  Examination(
      DownloadTools tools,
      ClientLeaseSecret leaseSecret,
      ExpectedFile expected,
      CheckOptions options) {
    this.tools = tools;
    this.leaseSecret = leaseSecret;
    this.expected = expected;
    this.options = options;
  }

  CheckResult result() throws InterruptedException {
    try (TaskScope<Question, Answer> scope = new TaskScope<>("check")) {
      for (GridServer server : tools.servers().connected()) {
        if (options.addLease()) {
          start(scope, new Question(Kind.LEASE, server, Optional.empty()), () -> addLease(server));
        }
        start(scope, new Question(Kind.SHARES, server, Optional.empty()), () -> ask(server));
      }
      while (scope.hasPending()) {
        scope.next(untilNextLapse()).ifPresent(outcome -> take(scope, outcome));
        lapse();
      }
    }
    return summed();
  }

  private void start(TaskScope<Question, Answer> scope, Question question, Callable<Answer> work) {
    open.put(question, scope.fork(question, work));
  }

  /** Goes to every server, whether or not it has shares: a server without any ignores it. */
  private Answer addLease(GridServer server) throws StorageException, InterruptedException {
    LeaseSecrets secrets = leaseSecret.forFile(expected.cap().index()).on(server);
    server.storage().addLease(expected.cap().index(), secrets);
    return new Answer(Map.of());
  }

  private Answer ask(GridServer server) throws StorageException, InterruptedException {
    return new Answer(server.storage().getBuckets(expected.cap().index()));
  }

  private void take(TaskScope<Question, Answer> scope, Outcome<Question, Answer> outcome) {
    Question question = outcome.key();
    open.remove(question);
    switch (outcome) {
      case Outcome.Success<Question, Answer> success -> {
        switch (question.kind) {
          case LEASE -> {}
          case SHARES -> examine(scope, question.server, success.value().shares());
          case VERIFY -> addGood(question.share.orElseThrow(), question.server);
        }
      }
      case Outcome.Failure<Question, Answer> failure -> {
        Exception cause = failure.problem();
        String problem =
            question.givenUp
                ? "no answer within " + ShareFinder.inWords(tools.limits().answerLimit())
                : String.valueOf(cause.getMessage());
        switch (question.kind) {
          // Leases have no influence on the result.
          case LEASE -> LOG.info("{} added no lease: {}", question.server, problem);
          case SHARES -> silent.put(question.server, problem);
          case VERIFY -> addBad(cause, question.server, question.share.orElseThrow(), problem);
        }
      }
    }
  }

  private void addGood(ShareNumber share, GridServer server) {
    good.computeIfAbsent(share, unused -> new HashSet<>()).add(server);
  }

  private void addBad(Exception cause, GridServer server, ShareNumber share, String problem) {
    ShareLocation location = new ShareLocation(server, share, problem);
    List<ShareLocation> list =
        cause instanceof ShareException bad
            ? switch (bad.kind()) {
              case CORRUPT -> corrupt;
              case INCOMPATIBLE -> incompatible;
              case UNREACHABLE -> lost;
            }
            : lost;
    list.add(location);
  }

  private void examine(
      TaskScope<Question, Answer> scope, GridServer server, Map<ShareNumber, BucketReader> shares) {
    responding.add(server);
    ChkVerifyCap cap = expected.cap();
    new TreeMap<>(shares)
        .headMap(new ShareNumber(cap.total()))
        .forEach(
            (share, reader) -> {
              if (options.verify()) {
                claimed.addAndGet(expected.likelyBlocks());
                Question question = new Question(Kind.VERIFY, server, Optional.of(share));
                start(scope, question, () -> verify(question, reader));
              } else {
                addGood(share, server);
              }
            });
  }

  private Answer verify(Question question, BucketReader reader)
      throws ShareException, InterruptedException {
    try (MemoryBudget.Grant _ = memory()) {
      question.sign();
      int number = question.share.orElseThrow().value();
      new ShareVerifier(expected, number, reader, tools, bytes -> progress(question, bytes))
          .verify();
      return new Answer(Map.of());
    }
  }

  private MemoryBudget.Grant memory() throws InterruptedException {
    while (true) {
      // However long the others take: the check as a whole has its limit.
      Optional<MemoryBudget.Grant> memory =
          tools.verifyMemory().take(expected.memory(), expected.memory(), FOR_MEMORY);
      if (memory.isPresent()) {
        return memory.get();
      }
    }
  }

  private void progress(Question question, long bytes) {
    question.sign();
    long done = verified.addAndGet(bytes);
    options.progress().progress(done, Math.max(done, claimed.get()));
  }

  private Duration untilNextLapse() {
    return open.keySet().stream()
        .filter(question -> !question.givenUp)
        .map(question -> tools.limits().answerLimit().minus(question.silence()))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .min(Duration::compareTo)
        .orElse(tools.limits().answerLimit());
  }

  private void lapse() {
    open.forEach(
        (question, task) -> {
          boolean tooLong = question.silence().compareTo(tools.limits().answerLimit()) >= 0;
          if (tooLong && !question.givenUp) {
            question.givenUp = true;
            task.cancel();
          }
        });
  }

  private CheckResult summed() {
    ChkVerifyCap cap = expected.cap();
    return new CheckResult(
        cap.index(),
        cap.needed(),
        cap.total(),
        happiness(good),
        good,
        corrupt,
        incompatible,
        lost,
        responding,
        silent,
        CheckResult.summary(good.size(), cap.needed(), cap.total()));
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
