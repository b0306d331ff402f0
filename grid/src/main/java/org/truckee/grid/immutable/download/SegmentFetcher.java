package org.truckee.grid.immutable.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.GridException;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.TaskScope;

/**
 * Fetches one run of segments: blocks from k different shares, the fastest and most diverse ones,
 * others in the place of those that are bad, lost or late ({@code spec/01 §8.5}). Used once.
 */
final class SegmentFetcher {
  /** Stands for the wait for more shares among the tasks. */
  private static final Attempt MORE_SHARES = new Attempt(null, null);

  private final CrypttextFile file;
  private final long read;
  private final SegmentGeometry geometry;
  private final SegmentRun run;
  private final int needed;
  private final boolean readingOn;
  private final int questions;

  /** For each segment of the run the blocks that are there, by share number. */
  private final List<Map<Integer, Slice>> blocks = new ArrayList<>();

  private final Map<Attempt, TaskScope<Attempt, BlockRun>.Task> active = new HashMap<>();
  private final Map<ShareCopy, BitSet> tried = new HashMap<>();
  private final List<byte[]> arrays = new ArrayList<>();
  private boolean waitingForShares;

  /** A request for blocks of one share. */
  private static final class Attempt {
    private final ShareCopy copy;
    private final SegmentRun run;
    private final long begun = System.nanoTime();
    private boolean late;
    private boolean cancelled;

    Attempt(ShareCopy copy, SegmentRun run) {
      this.copy = copy;
      this.run = run;
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - begun);
    }

    boolean covers(int segment) {
      return run.first() <= segment && segment < run.end();
    }
  }

  /**
   * A fetcher of one run.
   *
   * @param read the number of the read that it belongs to
   * @param questions how many servers may be asked for shares at a time
   */
  SegmentFetcher(
      CrypttextFile file,
      long read,
      SegmentGeometry geometry,
      SegmentRun run,
      boolean readingOn,
      int questions) {
    this.file = file;
    this.read = read;
    this.geometry = geometry;
    this.run = run;
    this.needed = geometry.needed();
    this.readingOn = readingOn;
    this.questions = questions;
    for (int i = 0; i < run.count(); i++) {
      blocks.add(new TreeMap<>());
    }
  }

  /**
   * Fetches, decodes and deciphers the run.
   *
   * @param key empty to leave the segments enciphered
   * @throws WrongGuessException if the file turns out to be cut into other segments
   */
  DecodedRun fetch(Optional<EncryptionKey> key)
      throws GridException, WrongGuessException, InterruptedException {
    try (TaskScope<Attempt, BlockRun> scope = new TaskScope<>("fetch blocks")) {
      startReads(scope);
      while (!complete()) {
        Optional<Outcome<Attempt, BlockRun>> outcome = scope.next(untilNextLapse());
        if (outcome.isPresent()) {
          take(outcome.get());
        }
        lapse();
        startReads(scope);
      }
    }
    return file.tools()
        .workers()
        .compute(() -> SegmentDecoder.decode(file.facts(), geometry, run, blocks, arrays, key));
  }

  private boolean complete() {
    return blocks.stream().allMatch(found -> found.size() >= needed);
  }

  private void startReads(TaskScope<Attempt, BlockRun> scope) throws GridException {
    if (complete()) {
      return;
    }
    long seen = file.finder().changes();
    boolean lacking = false;
    for (int segment = run.first(); segment < run.end(); segment++) {
      while (isLacking(segment)) {
        Optional<ShareCopy> copy = best(segment);
        if (copy.isEmpty()) {
          lacking = true;
          break;
        }
        start(scope, copy.get(), segment);
      }
    }
    if (lacking) {
      findMore(scope, seen);
    }
  }

  private void findMore(TaskScope<Attempt, BlockRun> scope, long seen) throws GridException {
    file.finder().askMore(Math.min(questions, missing() + ShareFinder.SPARE_QUESTIONS), seen);
    if (!file.finder().isSettled(seen)) {
      awaitShares(scope, seen);
    } else if (active.isEmpty()) {
      // Shares may have moved since an earlier read found them.
      if (!file.finder().mayFindMore(seen, read)) {
        throw Shortage.of(file, run, blocks);
      }
      findMore(scope, seen);
    }
  }

  private void awaitShares(TaskScope<Attempt, BlockRun> scope, long seen) {
    if (!waitingForShares) {
      waitingForShares = true;
      scope.fork(
          MORE_SHARES,
          () -> {
            file.finder().awaitChange(seen);
            return null;
          });
    }
  }

  /** How many further shares are wanted. */
  private int missing() {
    int most = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      most = Math.max(most, needed - promised(segment).size());
    }
    return most;
  }

  /** Whether too few shares have, or promise, a block of the segment. */
  private boolean isLacking(int segment) {
    return promised(segment).size() < needed;
  }

  private Set<Integer> promised(int segment) {
    Set<Integer> numbers = new HashSet<>(blocks.get(segment - run.first()).keySet());
    for (Attempt attempt : active.keySet()) {
      if (!attempt.late && attempt.covers(segment)) {
        numbers.add(attempt.copy.number().value());
      }
    }
    return numbers;
  }

  private Optional<ShareCopy> best(int segment) {
    Set<Integer> promised = promised(segment);
    Map<ServerId, Integer> inUse = new HashMap<>();
    active.keySet().forEach(attempt -> inUse.merge(attempt.copy.server().id(), 1, Integer::sum));
    ServerLatencies latencies = file.tools().latencies();
    return file.usable().stream()
        .filter(copy -> !promised.contains(copy.number().value()) && !wasTried(copy, segment))
        .min(
            Comparator.<ShareCopy>comparingInt(copy -> inUse.getOrDefault(copy.server().id(), 0))
                .thenComparing(copy -> latencies.speedClass(copy.server().id()))
                .thenComparing(copy -> copy.number().value() >= needed)
                .thenComparing(copy -> !copy.isOpen())
                .thenComparing(copy -> latencies.millis(copy.server().id()))
                .thenComparing(ShareCopy::number));
  }

  private boolean wasTried(ShareCopy copy, int segment) {
    BitSet segments = tried.get(copy);
    return segments != null && segments.get(segment - run.first());
  }

  /** Asks for the segment, and for those behind it that lack blocks as well. */
  private void start(TaskScope<Attempt, BlockRun> scope, ShareCopy copy, int segment) {
    int end = segment + 1;
    int number = copy.number().value();
    while (end < run.end()
        && isLacking(end)
        && !promised(end).contains(number)
        && !wasTried(copy, end)) {
      end++;
    }
    SegmentRun wanted = new SegmentRun(segment, end - segment);
    tried
        .computeIfAbsent(copy, unused -> new BitSet())
        .set(segment - run.first(), end - run.first());
    Attempt attempt = new Attempt(copy, wanted);
    active.put(attempt, scope.fork(attempt, () -> copy.fetch(geometry, wanted, readingOn)));
  }

  private void take(Outcome<Attempt, BlockRun> outcome)
      throws WrongGuessException, InterruptedException {
    Attempt attempt = outcome.key();
    if (attempt == MORE_SHARES) {
      waitingForShares = false;
      return;
    }
    active.remove(attempt);
    switch (outcome) {
      case Outcome.Success<Attempt, BlockRun> success -> {
        if (success.value().asked()) {
          file.tools().latencies().recordBlocks(attempt.copy.server().id(), attempt.age());
        }
        keep(success.value());
      }
      case Outcome.Failure<Attempt, BlockRun> failure -> {
        switch (failure.problem()) {
          case ShareException e -> file.failed(attempt.copy, e);
          case WrongGuessException e -> throw e;
          case InterruptedException e -> file.failed(attempt.copy, lost(attempt));
          case RuntimeException e -> throw e;
          default -> throw new IllegalStateException(failure.problem());
        }
      }
    }
  }

  private ShareException lost(Attempt attempt) {
    file.tools().latencies().record(attempt.copy.server().id(), attempt.age());
    return ShareException.unreachable(
        "no answer within " + ShareFinder.inWords(file.tools().limits().answerLimit()));
  }

  private void keep(BlockRun found) {
    arrays.addAll(found.arrays());
    for (int i = 0; i < found.run().count(); i++) {
      Map<Integer, Slice> column = blocks.get(found.run().first() + i - run.first());
      found.blocks().get(i).ifPresent(block -> column.putIfAbsent(found.share(), block));
    }
  }

  private Duration untilNextLapse() {
    return active.keySet().stream()
        .filter(attempt -> !attempt.cancelled)
        .map(attempt -> patience(attempt).minus(attempt.age()))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .min(Duration::compareTo)
        .orElse(file.tools().limits().answerLimit());
  }

  private Duration patience(Attempt attempt) {
    return attempt.late
        ? file.tools().limits().answerLimit()
        : file.tools().latencies().lateAfter(file.tools().limits());
  }

  /** Late requests no longer count, so that others take their place; lost ones are ended. */
  private void lapse() {
    active.forEach(
        (attempt, task) -> {
          if (attempt.cancelled || attempt.age().compareTo(patience(attempt)) < 0) {
            return;
          }
          if (attempt.late) {
            attempt.cancelled = true;
            task.cancel();
          } else {
            attempt.late = true;
            file.tools().latencies().record(attempt.copy.server().id(), attempt.age());
          }
        });
  }
}
