package org.truckee.storage.upkeep;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/**
 * Looks at the leases of all shares, and has those removed that have ended if that is configured
 * ({@code spec/04 §14.4}). A share without leases, which only damage or a hand can have made, is
 * kept.
 */
final class LeaseChecker implements CrawlTask {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseChecker.class);

  private final ExpirableShares shares;
  private final Expiration expiration;
  private final CycleHistory history;
  private final Clock clock;
  private CycleTally tally = new CycleTally();
  private boolean inProgress;

  LeaseChecker(ExpirableShares shares, Expiration expiration, CycleHistory history, Clock clock) {
    this.shares = shares;
    this.expiration = expiration;
    this.history = history;
    this.clock = clock;
  }

  @Override
  public void load(Members state) {
    inProgress = state.number("current-cycle").isPresent();
    if (inProgress) {
      tally = new CycleTally(state.members("cycle-to-date"));
    }
  }

  @Override
  public void begin() {
    inProgress = true;
    tally = new CycleTally();
  }

  @Override
  public void prefix(long cycle, String prefix, List<String> buckets) {
    // The buckets come one by one.
  }

  @Override
  public void bucket(String name) throws IOException, InterruptedException {
    Bucket bucket = shares.bucket(name);
    Instant now = clock.instant();
    LeaseRule rule = expiration.at(now);
    Set<ShareNumber> deleted =
        expiration.removes() && hasEnded(bucket, rule) ? shares.expire(name, rule) : Set.of();
    if (!deleted.isEmpty()) {
      LOG.debug("shares {} of {} were deleted: their leases have ended", deleted, name);
    }
    count(name, bucket, deleted, rule, now);
  }

  private static boolean hasEnded(Bucket bucket, LeaseRule rule) {
    return bucket.shares().stream()
        .anyMatch(
            share ->
                share instanceof FoundContainer.Sound sound
                    && sound.expirations().stream()
                        .anyMatch(lease -> rule.hasEnded(sound.kind(), lease)));
  }

  private void count(
      String name, Bucket bucket, Set<ShareNumber> deleted, LeaseRule rule, Instant now) {
    Set<Criterion> gone = EnumSet.of(Criterion.ACTUAL, Criterion.ORIGINAL, Criterion.CONFIGURED);
    Optional<ShareKind> kind = Optional.empty();
    String part = "";
    for (FoundContainer share : bucket.shares()) {
      switch (share) {
        case FoundContainer.Damaged damaged -> {
          tally.addCorrupt(name, damaged);
          gone.clear();
          kind = Optional.empty();
          part = SpaceTally.unknownPart();
        }
        case FoundContainer.Sound sound -> {
          gone.retainAll(count(sound, deleted, rule, now));
          kind = Optional.of(sound.kind());
          part = SpaceTally.part(kind);
        }
      }
    }
    tally.space().addExamined(part);
    if (!bucket.shares().isEmpty()) {
      for (Criterion criterion : gone) {
        tally.space().addBucket(criterion, kind, bucket.diskBytes());
      }
    }
  }

  /** Counts a share, and tells by which criteria it is gone. */
  private Set<Criterion> count(
      FoundContainer.Sound share, Set<ShareNumber> deleted, LeaseRule rule, Instant now) {
    tally.addLeases(share.expirations(), now.getEpochSecond());
    tally.space().addShare(Criterion.EXAMINED, share);
    Set<Criterion> gone = EnumSet.noneOf(Criterion.class);
    if (share.expirations().isEmpty()) {
      return gone;
    }
    if (share.expirations().stream().noneMatch(lease -> Expiration.isValid(lease, now))) {
      gone.add(Criterion.ORIGINAL);
    }
    if (share.expirations().stream().allMatch(lease -> rule.hasEnded(share.kind(), lease))) {
      gone.add(Criterion.CONFIGURED);
    }
    if (deleted.contains(share.number())) {
      gone.add(Criterion.ACTUAL);
    }
    gone.forEach(criterion -> tally.space().addShare(criterion, share));
    return gone;
  }

  @Override
  public void end(long cycle, Instant begun, Instant ended) {
    inProgress = false;
    history.add(cycle, begun, ended, expiration, tally.json());
    LOG.info(
        "all leases were looked at: {} shares, of which {} were deleted and {} have no lease left"
            + " as configured; {} could not be read",
        tally.space().of(Criterion.EXAMINED).shares(),
        tally.space().of(Criterion.ACTUAL).shares(),
        tally.space().of(Criterion.CONFIGURED).shares(),
        tally.corrupt().size());
  }

  @Override
  public void write(Map<String, Object> state) {
    if (inProgress) {
      state.put("cycle-to-date", described(tally.stored()));
    }
  }

  /**
   * The report of the state for status pages.
   *
   * @param state the state, which becomes the report
   * @param done which part of the walk is done, from 0 to 1
   */
  void report(Map<String, Object> state, double done) {
    state.put("history", history.json());
    if (!inProgress) {
      return;
    }
    state.put("cycle-to-date", described(tally.json()));
    Optional<Double> rest = done > 0 ? Optional.of((1 - done) / done) : Optional.empty();
    state.put("estimated-remaining-cycle", estimate(rest));
    state.put("estimated-current-cycle", estimate(rest.map(more -> 1 + more)));
  }

  private Map<String, Object> estimate(Optional<Double> factor) {
    Map<String, Object> estimate = new LinkedHashMap<>();
    estimate.put("space-recovered", tally.space().estimate(factor));
    return estimate;
  }

  private Map<String, Object> described(Map<String, Object> found) {
    found.put("expiration-enabled", expiration.removes());
    found.put("configured-expiration-mode", expiration.configured());
    return found;
  }

  Optional<CycleTally> current() {
    return inProgress ? Optional.of(tally) : Optional.empty();
  }

  CycleHistory history() {
    return history;
  }
}
