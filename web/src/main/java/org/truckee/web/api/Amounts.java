package org.truckee.web.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Space and time as the status pages say them ({@code spec/08 §21}, {@code spec/04 §16}). */
final class Amounts {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB", "EB");
  private static final int FEW = 1024;
  private static final double THOUSAND = 1000;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MONTH = 30 * DAY;
  private static final long YEAR = 365 * DAY;

  private Amounts() {}

  /** An amount of space, such as {@code 12.35 GB}. */
  static String space(OptionalLong bytes) {
    if (bytes.isEmpty()) {
      return "unknown";
    }
    if (bytes.getAsLong() < FEW) {
      return bytes.getAsLong() + " B";
    }
    double value = bytes.getAsLong() / THOUSAND;
    int unit = 0;
    while (value >= THOUSAND && unit < UNITS.size() - 1) {
      value /= THOUSAND;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %s", value, UNITS.get(unit));
  }

  /** A duration, such as {@code 50ms} or {@code 3 hours}; nothing if there is none. */
  static String time(Optional<Duration> time) {
    return time.map(known -> time(known.toNanos() / 1e9)).orElse("");
  }

  private static String time(double seconds) {
    if (seconds < 10) {
      return fine(seconds);
    }
    long whole = (long) seconds;
    if (whole < 2 * MINUTE) {
      return whole + " seconds";
    }
    if (whole < 3 * HOUR) {
      return whole / MINUTE + " minutes";
    }
    if (whole < 2 * DAY) {
      return whole / HOUR + " hours";
    }
    if (whole < 2 * MONTH) {
      return whole / DAY + " days";
    }
    return whole < 4 * YEAR ? whole / MONTH + " months" : whole / YEAR + " years";
  }

  private static String fine(double seconds) {
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2fs", seconds);
    }
    if (seconds >= 0.01) {
      return String.format(Locale.ROOT, "%.0fms", seconds * 1e3);
    }
    return seconds >= 0.001
        ? String.format(Locale.ROOT, "%.1fms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.0fus", seconds * 1e6);
  }
}
