package org.truckee.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers and times as pages show them ({@code spec/08 §21}). */
final class Quantities {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB", "EB");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'\u00a0'HH:mm:ss", Locale.ROOT);
  private static final long KILO = 1000;
  private static final long MEGA = 1_000_000;
  private static final long GIGA = 1_000_000_000;
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86400;

  private Quantities() {}

  /** A time of day, where the node is. */
  static String time(Instant moment) {
    return TIME.format(moment.atZone(ZoneId.systemDefault()));
  }

  /** Bytes, abbreviated. */
  static String size(long bytes) {
    return scaled(bytes, "B");
  }

  /** Bytes in a time, abbreviated; empty if the time is too short to say. */
  static String rate(long bytes, Duration time) {
    return time.isPositive() ? scaled(bytes / seconds(time), "Bps") : "";
  }

  private static String scaled(double number, String unit) {
    if (number > GIGA && unit.equals("B")) {
      return format("%.2fG%s", number / GIGA, unit);
    }
    if (number > MEGA) {
      return format("%.2fM%s", number / MEGA, unit);
    }
    return number > KILO ? format("%.1fk%s", number / KILO, unit) : format("%.0f%s", number, unit);
  }

  /** How long something took. */
  static String duration(Duration time) {
    double seconds = seconds(time);
    if (seconds >= 10) {
      return words(time.toSeconds());
    }
    if (seconds >= 1) {
      return format("%.2fs", seconds, "");
    }
    if (seconds >= 0.01) {
      return format("%.0fms", seconds * KILO, "");
    }
    return seconds >= 0.001
        ? format("%.1fms", seconds * KILO, "")
        : format("%.0fus", seconds * MEGA, "");
  }

  /** A time; nothing if it is not known. */
  static String duration(Optional<Duration> time) {
    return time.map(Quantities::duration).orElse("");
  }

  private static String words(long seconds) {
    if (seconds < 2 * MINUTE) {
      return plural(seconds, "second");
    }
    if (seconds < 3 * HOUR) {
      return plural(seconds / MINUTE, "minute");
    }
    if (seconds < 2 * DAY) {
      return plural(seconds / HOUR, "hour");
    }
    if (seconds < 60 * DAY) {
      return plural(seconds / DAY, "day");
    }
    return seconds < 4 * 365 * DAY
        ? plural(seconds / (30 * DAY), "month")
        : plural(seconds / (365 * DAY), "year");
  }

  private static String plural(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** How long ago something was; a dash if it has yet to come. */
  static String age(Duration since) {
    if (since.isNegative()) {
      return "-";
    }
    long seconds = since.toSeconds();
    StringBuilder age = new StringBuilder();
    if (seconds >= DAY) {
      age.append(seconds / DAY).append("d\u00a0");
    }
    if (seconds >= HOUR) {
      age.append(seconds % DAY / HOUR).append("h\u00a0");
    }
    if (seconds >= MINUTE) {
      age.append(seconds % HOUR / MINUTE).append("m\u00a0");
    }
    return age.append(seconds % MINUTE).append('s').toString();
  }

  /** Room on a disk. */
  static String space(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / (double) KILO;
    int unit = 0;
    while (value >= KILO && unit < UNITS.size() - 1) {
      value /= KILO;
      unit++;
    }
    return format("%.2f %s", value, UNITS.get(unit));
  }

  /** A part of a whole. */
  static String percent(double part) {
    return format("%.1f%%", part * 100, "");
  }

  private static String format(String format, double number, String unit) {
    return String.format(Locale.ROOT, format, number, unit);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
