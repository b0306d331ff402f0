package org.truckee.foolscap.tub;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts to connect ({@code spec/06 §3.4}).
 *
 * @param initial after a connection was lost
 * @param factor by which it grows with every attempt that fails
 * @param max up to which it grows
 * @param jitter the standard deviation as a part of the delay
 */
public record ReconnectDelays(Duration initial, double factor, Duration max, double jitter) {
  /** The delays of existing nodes. */
  public static final ReconnectDelays DEFAULT =
      new ReconnectDelays(
          Duration.ofSeconds(1), 2.7182818284590451, Duration.ofHours(1), 0.11962656492);

  /** The delay after another attempt has failed. */
  Duration next(Duration delay, RandomGenerator random) {
    double mean = Math.min(delay.toNanos() * factor, max.toNanos());
    double jittered = random.nextGaussian(mean, mean * jitter);
    return Duration.ofNanos((long) Math.max(0, jittered));
  }
}
