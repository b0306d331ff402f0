package org.truckee.web.archive;

import java.time.Instant;
import org.truckee.grid.JsonValue;
import org.truckee.grid.Link;

/** When a thing in an archive was last changed. */
final class EntryTimes {
  /** Beyond them no clock shows a time that anybody could mean. */
  private static final double LAST_YEARS = 1e11;

  private EntryTimes() {}

  /** The time that the file itself had, if the link tells it; else that of the link. */
  static Instant of(Link link, Instant otherwise) {
    return link.metadata()
        .members()
        .get("mtime")
        .map(EntryTimes::seconds)
        .filter(time -> time > 0)
        .or(() -> link.metadata().linkModified())
        .filter(time -> Math.abs(time) < LAST_YEARS)
        .map(time -> Instant.ofEpochMilli((long) (time * 1000)))
        .orElse(otherwise);
  }

  private static double seconds(JsonValue value) {
    return switch (value) {
      case JsonValue.Real(double real) -> real;
      case JsonValue.Whole(var whole) -> whole.doubleValue();
      case JsonValue _ -> 0;
    };
  }
}
