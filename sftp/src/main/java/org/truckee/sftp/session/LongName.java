package org.truckee.sftp.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.truckee.sftp.protocol.Attributes;

/**
 * A line of a listing for people ({@code spec/11 §A3.4}).
 *
 * @param clock tells what is long ago
 * @param zone in which times are told
 */
record LongName(Clock clock, ZoneId zone) {
  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int PERMISSIONS = 9;
  private static final String LETTERS = "rwxrwxrwx";
  private static final Duration LONG_AGO = Duration.ofDays(182);
  private static final DateTimeFormatter RECENT =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ENGLISH);

  String of(String name, Attributes attributes) {
    return "%s%5d %-9s%-9s%8d %s %s"
        .formatted(
            mode(attributes.permissions().orElse(0)),
            1,
            "tahoe",
            "tahoe",
            attributes.size().orElse(0),
            time(attributes),
            name);
  }

  private static String mode(int permissions) {
    StringBuilder mode = new StringBuilder(PERMISSIONS + 1);
    mode.append(
        switch (permissions & KIND) {
          case DIRECTORY -> 'd';
          case FILE -> '-';
          default -> '?';
        });
    for (int i = 0; i < PERMISSIONS; i++) {
      boolean set = (permissions & 1 << PERMISSIONS - 1 - i) != 0;
      mode.append(set ? LETTERS.charAt(i) : '-');
    }
    return mode.toString();
  }

  private String time(Attributes attributes) {
    Instant time =
        Instant.ofEpochSecond(
            attributes.times().map(times -> Integer.toUnsignedLong(times.modified())).orElse(0L));
    Instant now = clock.instant();
    boolean recent =
        time.isAfter(now.minus(LONG_AGO)) && time.isBefore(now.plus(Duration.ofDays(1)));
    return (recent ? RECENT : OLD).format(time.atZone(zone));
  }
}
