package org.truckee.node.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and dates as people write them ({@code spec/09 §4.6}). */
public final class Spans {
  /** What can stand behind the number of a duration. */
  public static final String UNITS = "s, day, mo or year";

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,10})\\s*([a-z]+)");
  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final int DAYS_OF_MONTH = 31;
  private static final int DAYS_OF_YEAR = 365;

  private Spans() {}

  /** A duration such as {@code 60 days}; empty if the text is none. */
  public static Optional<Duration> duration(String text) {
    Matcher form = DURATION.matcher(Python.strip(text).toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s", "second", "seconds" -> Optional.of(Duration.ofSeconds(number));
      case "day", "days" -> Optional.of(Duration.ofDays(number));
      case "mo", "month", "months" -> Optional.of(Duration.ofDays(number * DAYS_OF_MONTH));
      case "year", "years" -> Optional.of(Duration.ofDays(number * DAYS_OF_YEAR));
      default -> Optional.empty();
    };
  }

  /**
   * The beginning of a day such as {@code 2026-01-31} in UTC; empty if the text is none. The 31st
   * of a shorter month is in the next one, as in the reference.
   */
  public static Optional<Instant> date(String text) {
    Matcher form = DATE.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int day = Integer.parseInt(form.group(3));
    if (day < 1 || day > DAYS_OF_MONTH) {
      return Optional.empty();
    }
    try {
      LocalDate first =
          LocalDate.of(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), 1);
      return Optional.of(first.plusDays(day - 1L).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
