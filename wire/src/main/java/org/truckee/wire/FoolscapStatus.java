package org.truckee.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.truckee.foolscap.tub.Reconnector;

/**
 * How it stands with a Foolscap connection, in the words of existing nodes ({@code spec/07 §8}).
 */
public final class FoolscapStatus {
  private FoolscapStatus() {}

  /** One line about a reconnector. */
  public static String summary(Reconnector.Status status, Clock clock) {
    return switch (status.state()) {
      case Reconnector.State.Connecting _ -> "Trying to connect";
      case Reconnector.State.Connected connected ->
          connected
              .via()
              .map("Connected to %s"::formatted)
              .orElseGet(
                  () ->
                      "Connected via listener (%s)".formatted(connected.object().peer().address()));
      case Reconnector.State.Waiting waiting -> waiting(waiting, clock.instant());
      case Reconnector.State.Closed _ -> "shut down";
    };
  }

  private static String waiting(Reconnector.State.Waiting waiting, Instant now) {
    return "Reconnecting in %d seconds (last attempt %ds ago)"
        .formatted(
            Math.max(0, Duration.between(now, waiting.until()).toSeconds()),
            Math.max(0, Duration.between(waiting.lastAttempt(), now).toSeconds()));
  }
}
