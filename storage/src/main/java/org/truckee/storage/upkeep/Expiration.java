package org.truckee.storage.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.storage.ShareKind;

/**
 * When leases end, and what happens then ({@code spec/04 §14.4}).
 *
 * @param rule when
 * @param kinds the kinds of share whose leases end at all
 * @param removal what happens
 */
public record Expiration(Rule rule, Set<ShareKind> kinds, Removal removal) {
  /** How long every lease is granted for. */
  public static final Duration GRANTED = Duration.ofDays(31);

  /** What a server does if nobody says anything: leases end, and nothing happens. */
  public static final Expiration NONE =
      new Expiration(
          new Age(Optional.empty()), EnumSet.allOf(ShareKind.class), Removal.SWITCHED_OFF);

  /** Copies the set. */
  public Expiration {
    kinds = Set.copyOf(kinds);
  }

  /** When a lease ends. */
  public sealed interface Rule {}

  /**
   * Some time after it was granted or renewed.
   *
   * @param limit how long after; what was granted if absent
   */
  public record Age(Optional<Duration> limit) implements Rule {}

  /** If it was granted or renewed before a moment. */
  public record CutoffDate(Instant moment) implements Rule {}

  /** What happens to leases that have ended, and to shares that have no other. */
  public enum Removal {
    /** Nothing. */
    SWITCHED_OFF,
    /** Nothing, although the operator has it configured: it is told what would. */
    REHEARSED,
    /** They are removed. */
    DONE
  }

  /** This, with something else happening. */
  public Expiration with(Removal other) {
    return new Expiration(rule, kinds, other);
  }

  /**
   * Whether leases and shares are removed. Never by age alone without a limit: the reference, whose
   * configuration this is, removes nothing then, and to delete what it keeps takes a clearer word.
   */
  public boolean removes() {
    return removal == Removal.DONE && !isUnlimitedAge();
  }

  /** Whether the configuration asks for a removal that is not made, see {@link #removes}. */
  public boolean lacksLimit() {
    return removal == Removal.DONE && isUnlimitedAge();
  }

  private boolean isUnlimitedAge() {
    return rule instanceof Age age && age.limit().isEmpty();
  }

  /** Which leases have ended now. */
  public LeaseRule at(Instant now) {
    return (kind, expiration) -> kinds.contains(kind) && hasEnded(expiration, now);
  }

  private boolean hasEnded(long expiration, Instant now) {
    Instant granted = Instant.ofEpochSecond(expiration).minus(GRANTED);
    return switch (rule) {
      case CutoffDate cutoff -> granted.isBefore(cutoff.moment());
      case Age(Optional<Duration> limit) when limit.isPresent() ->
          Duration.between(granted, now).compareTo(limit.get()) > 0;
      case Age _ -> !isValid(expiration, now);
    };
  }

  /** Whether a lease is still granted, whatever is configured. */
  static boolean isValid(long expiration, Instant now) {
    return Instant.ofEpochSecond(expiration).isAfter(now);
  }

  /** The configuration as the state files have it: mode, limit, cutoff, kinds. */
  List<Object> configured() {
    List<Object> kindWords = new ArrayList<>();
    Arrays.stream(ShareKind.values())
        .filter(kinds::contains)
        .sorted((a, b) -> b.compareTo(a))
        .forEach(kind -> kindWords.add(kind.word()));
    return switch (rule) {
      case Age(Optional<Duration> limit) ->
          Arrays.asList("age", limit.map(Duration::toSeconds).orElse(null), null, kindWords);
      case CutoffDate(Instant moment) ->
          Arrays.asList("cutoff-date", null, moment.getEpochSecond(), kindWords);
    };
  }
}
