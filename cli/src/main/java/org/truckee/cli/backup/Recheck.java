package org.truckee.cli.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * When a capability that the database remembers is checked before it is used: the more likely, the
 * longer ago it was stored or checked ({@code spec/11 §B5}).
 */
final class Recheck {
  private static final Duration NEVER_BEFORE = Duration.ofDays(30);
  private static final Duration ALWAYS_AFTER = Duration.ofDays(60);

  private final InstantSource clock;
  private final DoubleSupplier chance;

  /**
   * A rule.
   *
   * @param chance gives numbers from 0 to 1, 1 never
   */
  Recheck(InstantSource clock, DoubleSupplier chance) {
    this.clock = clock;
    this.chance = chance;
  }

  boolean isDue(Instant lastChecked) {
    double age = Duration.between(lastChecked, clock.instant()).toMillis();
    double window = ALWAYS_AFTER.minus(NEVER_BEFORE).toMillis();
    return chance.getAsDouble() < (age - NEVER_BEFORE.toMillis()) / window;
  }
}
