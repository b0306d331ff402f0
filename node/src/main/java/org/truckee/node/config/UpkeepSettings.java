package org.truckee.node.config;

import java.time.Duration;
import java.util.Optional;
import org.truckee.storage.upkeep.Expiration;
import org.truckee.storage.upkeep.Pace;

/**
 * The upkeep of a storage server ({@code spec/04 §14}).
 *
 * @param expiration what happens to leases
 * @param delay how long after the start the first walk over the shares begins; the usual if absent
 * @param share the part of the time in which a crawler works, over 0 and at most 1
 */
public record UpkeepSettings(Expiration expiration, Optional<Duration> delay, double share) {
  /** What a node does if nobody says anything. */
  public static final UpkeepSettings USUAL =
      new UpkeepSettings(Expiration.NONE, Optional.empty(), Pace.OF_COUNTER.share());

  /** A pace as these settings have it. */
  public Pace pace(Pace usual) {
    return usual.with(delay.orElse(usual.delay()), share);
  }
}
