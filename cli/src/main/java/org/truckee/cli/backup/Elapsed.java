package org.truckee.cli.backup;

import java.time.Duration;

/** How long something took, as a backup prints it ({@code spec/11 §B2.3}). */
final class Elapsed {
  private Elapsed() {}

  /** As in {@code 0h 1m 5s}. */
  static String inParts(Duration time) {
    return "%dh %dm %ds".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /** As in {@code 0:01:05}, or {@code 2 days, 0:01:05}. */
  static String asClock(Duration time) {
    String clock =
        "%d:%02d:%02d".formatted(time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
    return switch ((int) time.toDays()) {
      case 0 -> clock;
      case 1 -> "1 day, " + clock;
      default -> "%d days, %s".formatted(time.toDays(), clock);
    };
  }
}
