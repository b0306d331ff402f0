package org.truckee.storage.upkeep;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk after another over all buckets of a server, prefix by prefix, in slices of time. Where
 * it is stands in a state file, so that a walk goes on after a restart ({@code spec/04 §14.1}).
 *
 * <p>One thread walks; any may ask how far it is. The monitor is held for one bucket at a time.
 */
final class Crawl {
  private static final Logger LOG = LoggerFactory.getLogger(Crawl.class);

  /** A process that is killed does again what it has done in this time. */
  private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

  private static final int PREFIXES = Prefixes.ALL.size();

  private final ShareTree tree;
  private final CrawlTask task;
  private final StateFile file;
  private final Pace pace;
  private final Clock clock;
  private final LongSupplier nanos;

  private OptionalLong lastFinished = OptionalLong.empty();
  private OptionalLong current = OptionalLong.empty();
  private Instant begun;
  private int prefixesDone;
  private Optional<String> lastBucket = Optional.empty();

  private List<String> listed = List.of();
  private int inListed = -1;
  private long prefixBegin;
  private long cycleBegin;
  private boolean wholeCycle;
  private Optional<Duration> lastPrefixTook = Optional.empty();
  private Optional<Duration> lastCycleTook = Optional.empty();
  private Optional<Instant> wake = Optional.empty();
  private long lastSave;

  /** Goes on where a state file says that the last one was. */
  Crawl(
      ShareTree tree, CrawlTask task, StateFile file, Pace pace, Clock clock, LongSupplier nanos) {
    this.tree = tree;
    this.task = task;
    this.file = file;
    this.pace = pace;
    this.clock = clock;
    this.nanos = nanos;
    this.begun = clock.instant();
    this.lastSave = nanos.getAsLong();
    file.read().map(Members::new).ifPresent(this::load);
  }

  private void load(Members state) {
    lastFinished = state.number("last-cycle-finished");
    current = state.number("current-cycle");
    begun = Members.moment(state.all().get("current-cycle-start-time")).orElse(begun);
    if (current.isPresent()) {
      prefixesDone = state.text("last-complete-prefix").map(Prefixes.ALL::indexOf).orElse(-1) + 1;
      lastBucket = state.text("last-complete-bucket");
    }
    task.load(state);
  }

  /**
   * Works for a slice of time.
   *
   * @return how long to rest then
   * @throws InterruptedException if the thread is interrupted; what was done counts
   */
  Duration slice() throws InterruptedException {
    long begin = nanos.getAsLong();
    synchronized (this) {
      wake = Optional.empty();
    }
    boolean finished = walk(begin + pace.slice().toNanos());
    long now = nanos.getAsLong();
    Duration rest = pace.restAfter(Duration.ofNanos(now - begin));
    if (finished && rest.compareTo(pace.pause()) < 0) {
      rest = pace.pause();
    }
    synchronized (this) {
      wake = Optional.of(clock.instant().plus(rest));
      if (finished || now - lastSave >= SAVE_EVERY.toNanos()) {
        save();
      }
    }
    return rest;
  }

  /** Tells whether the walk has ended. */
  private boolean walk(long end) throws InterruptedException {
    begin();
    while (prefixesDone < PREFIXES) {
      String prefix = Prefixes.ALL.get(prefixesDone);
      if (inListed < 0) {
        list(prefix);
      }
      while (inListed < listed.size()) {
        bucket(listed.get(inListed));
        if (nanos.getAsLong() - end >= 0) {
          return false;
        }
      }
      endPrefix();
      if (prefixesDone < PREFIXES && nanos.getAsLong() - end >= 0) {
        return false;
      }
    }
    endCycle();
    return true;
  }

  private synchronized void begin() {
    if (current.isPresent()) {
      return;
    }
    current = OptionalLong.of(lastFinished.isPresent() ? lastFinished.getAsLong() + 1 : 0);
    begun = clock.instant();
    cycleBegin = nanos.getAsLong();
    wholeCycle = true;
    prefixesDone = 0;
    lastBucket = Optional.empty();
    task.begin();
  }

  private void list(String prefix) {
    List<String> names = List.of();
    boolean known = true;
    try {
      names = tree.buckets(prefix);
    } catch (IOException e) {
      known = false;
      LOG.warn("the shares below {} are passed over: {}", prefix, e.toString());
    }
    synchronized (this) {
      listed = names;
      inListed = lastBucket.map(last -> after(listed, last)).orElse(0);
      prefixBegin = nanos.getAsLong();
      if (known) {
        task.prefix(current.orElseThrow(), prefix, listed);
      }
    }
  }

  /** Where the names begin that come after one. */
  private static int after(List<String> names, String name) {
    int found = Collections.binarySearch(names, name);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private synchronized void bucket(String name) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      task.bucket(name);
    } catch (IOException e) {
      LOG.warn("the shares of {} are passed over: {}", name, e.toString());
    }
    lastBucket = Optional.of(name);
    inListed++;
  }

  private synchronized void endPrefix() {
    prefixesDone++;
    listed = List.of();
    inListed = -1;
    lastPrefixTook = Optional.of(Duration.ofNanos(nanos.getAsLong() - prefixBegin));
  }

  private synchronized void endCycle() {
    long cycle = current.orElseThrow();
    lastFinished = current;
    current = OptionalLong.empty();
    prefixesDone = 0;
    lastBucket = Optional.empty();
    if (wholeCycle) {
      lastCycleTook = Optional.of(Duration.ofNanos(nanos.getAsLong() - cycleBegin));
    }
    task.end(cycle, begun, clock.instant());
  }

  /** Writes the state file. */
  synchronized void save() {
    file.write(state());
    lastSave = nanos.getAsLong();
  }

  /** What is in the state file. */
  synchronized Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("version", 1L);
    state.put("last-cycle-finished", orNull(lastFinished));
    state.put("current-cycle", orNull(current));
    state.put("current-cycle-start-time", JsonText.seconds(begun));
    state.put(
        "last-complete-prefix", prefixesDone == 0 ? null : Prefixes.ALL.get(prefixesDone - 1));
    state.put("last-complete-bucket", lastBucket.orElse(null));
    task.write(state);
    return state;
  }

  private static Object orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  /** It will rest before it works for the first time. */
  synchronized void restsUntil(Instant moment) {
    wake = Optional.of(moment);
  }

  synchronized CrawlProgress progress() {
    boolean inProgress = current.isPresent();
    Optional<Duration> nextStep =
        wake.map(moment -> Duration.between(clock.instant(), moment))
            .map(left -> left.isNegative() ? Duration.ZERO : left);
    Optional<Duration> perCycle =
        lastCycleTook.or(() -> lastPrefixTook.map(one -> one.multipliedBy(PREFIXES)));
    return new CrawlProgress(
        inProgress,
        inProgress ? 100.0 * prefixesDone / PREFIXES : 0,
        inProgress
            ? lastPrefixTook.map(one -> one.multipliedBy(PREFIXES - prefixesDone))
            : Optional.empty(),
        nextStep,
        wake,
        perCycle);
  }
}
