package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When a link was first made, as lists show it ({@code spec/10 §4.4}). */
final class LinkTime {
  private static final Duration RECENT = Duration.ofDays(180);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ENGLISH);

  private LinkTime() {}

  /** The time that the metadata of a link have, in the zone of this machine; {@code -} if none. */
  static String text(JsonNode metadata) {
    JsonNode seconds = metadata.path("tahoe").path("linkcrtime");
    JsonNode time = seconds.isNumber() ? seconds : metadata.path("ctime");
    if (!time.isNumber()) {
      return "-";
    }
    Instant created = Instant.ofEpochSecond(time.asLong());
    boolean recent = Duration.between(created, Instant.now()).compareTo(RECENT) <= 0;
    return (recent ? TIME_OF_DAY : YEAR).format(created.atZone(ZoneId.systemDefault()));
  }
}
