package org.truckee.node.gridmanager;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.truckee.wire.gridmanager.ServerCertificate;

/** How long a certificate is valid, for people ({@code spec/10 §3.5}, {@code §9}). */
final class Validity {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int NANOS_PER_MICRO = 1000;

  private Validity() {}

  static String of(ServerCertificate certificate, Instant now) {
    if (certificate.expires().isEmpty()) {
      return "not valid, as it does not say until when";
    }
    Instant expires = certificate.expires().get();
    Duration left = Duration.between(now, expires);
    return left.isNegative()
        ? "expired %s (%s ago)".formatted(date(expires), abbreviated(left.negated()))
        : "valid until %s (%s in the future)".formatted(date(expires), abbreviated(left));
  }

  private static String date(Instant moment) {
    int micros = moment.getNano() / NANOS_PER_MICRO;
    return DATE.format(moment) + (micros == 0 ? "" : ".%06d".formatted(micros)) + "+00:00";
  }

  private static String abbreviated(Duration time) {
    long days = time.toDays();
    if (time.toSeconds() < 120) {
      return count(time.toSeconds(), "second");
    }
    if (time.toHours() < 3) {
      return count(time.toMinutes(), "minute");
    }
    if (days < 2) {
      return count(time.toHours(), "hour");
    }
    if (days < 60) {
      return count(days, "day");
    }
    return days < 4 * 365 ? count(days / 30, "month") : count(days / 365, "year");
  }

  private static String count(long number, String unit) {
    return "%d %s%s".formatted(number, unit, number == 1 ? "" : "s");
  }
}
