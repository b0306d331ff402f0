package org.truckee.cli.command;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes and seconds in few characters ({@code spec/10 §3.5}). */
public final class Amounts {
  private static final String UNITS = "kMGTPE";
  private static final int DECIMAL = 1000;
  private static final int BINARY = 1024;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MONTH = 30 * DAY;
  private static final long YEAR = 365 * DAY;

  /** A unit of time, and below how many seconds a smaller one would do. */
  private record Unit(String name, long seconds, long from) {}

  private static final List<Unit> SPANS =
      List.of(
          new Unit("year", YEAR, 4 * YEAR),
          new Unit("month", MONTH, 2 * MONTH),
          new Unit("day", DAY, 2 * DAY),
          new Unit("hour", HOUR, 3 * HOUR),
          new Unit("minute", MINUTE, 2 * MINUTE),
          new Unit("second", 1, 0));

  private Amounts() {}

  /** A number of bytes in decimal units, as in {@code 1.05 MB}. */
  public static String bytes(long bytes) {
    return abbreviated(bytes, DECIMAL, "B");
  }

  /** A number of bytes in both kinds of units, as in {@code (1.05 MB, 1.00 MiB)}. */
  public static String bothUnits(long bytes) {
    return "(%s, %s)".formatted(bytes(bytes), abbreviated(bytes, BINARY, "iB"));
  }

  private static String abbreviated(long bytes, int base, String ending) {
    if (bytes < BINARY) {
      return bytes + " B";
    }
    double value = (double) bytes / base;
    int unit = 0;
    while (value >= base && unit < UNITS.length() - 1) {
      value /= base;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %c%s", value, UNITS.charAt(unit), ending);
  }

  /** A span of time, rounded down, as in {@code 3 hours}. */
  public static String seconds(long seconds) {
    Unit unit =
        SPANS.stream().filter(span -> seconds >= span.from()).findFirst().orElse(SPANS.getLast());
    long count = seconds / unit.seconds();
    return "%d %s%s".formatted(count, unit.name(), count == 1 ? "" : "s");
  }
}
