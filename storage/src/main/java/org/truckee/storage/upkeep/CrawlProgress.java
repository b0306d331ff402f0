package org.truckee.storage.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a crawler is ({@code spec/04 §14.1}).
 *
 * @param inProgress whether it is in the middle of a walk; otherwise it waits for the next
 * @param percent how much of the walk is done
 * @param left how long it will take to the end of the walk; absent while nobody can tell
 * @param nextStep how long it still rests; absent while it works
 * @param nextAt when it goes on; absent while it works
 * @param perCycle how long a whole walk takes; absent while nobody can tell
 */
public record CrawlProgress(
    boolean inProgress,
    double percent,
    Optional<Duration> left,
    Optional<Duration> nextStep,
    Optional<Instant> nextAt,
    Optional<Duration> perCycle) {
  /** As status pages have it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cycle-in-progress", inProgress);
    if (inProgress) {
      json.put("cycle-complete-percentage", percent);
      json.put("estimated-cycle-complete-time-left", seconds(left));
      json.put("remaining-sleep-time", seconds(nextStep));
    } else {
      json.put("next-crawl-time", nextAt.map(JsonText::seconds).orElse(null));
      json.put("remaining-wait-time", seconds(nextStep));
    }
    json.put("estimated-time-per-cycle", seconds(perCycle));
    return json;
  }

  private static Object seconds(Optional<Duration> duration) {
    return duration.map(time -> time.toNanos() / 1e9).orElse(null);
  }
}
