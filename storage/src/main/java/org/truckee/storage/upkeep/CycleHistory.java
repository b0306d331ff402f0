package org.truckee.storage.upkeep;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The last walks of the lease checker, in a file of their own ({@code spec/04 §14.4}). */
final class CycleHistory {
  private static final int LENGTH = 10;

  private final StateFile file;
  private final TreeMap<Long, Members> cycles = new TreeMap<>();

  /** Reads the file, which is made if it is not there. */
  CycleHistory(StateFile file) {
    this.file = file;
    Optional<Map<String, Object>> written = file.read();
    if (written.isEmpty()) {
      file.write(Map.of());
    }
    Members all = new Members(written.orElse(Map.of()));
    for (String number : all.all().keySet()) {
      if (number.matches("[0-9]{1,18}")) {
        cycles.put(Long.parseLong(number), all.members(number));
      }
    }
    shorten();
  }

  /** Adds a walk that has ended. */
  void add(
      long cycle, Instant begun, Instant ended, Expiration expiration, Map<String, Object> found) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(
        "cycle-start-finish-times", List.of(JsonText.seconds(begun), JsonText.seconds(ended)));
    entry.put("expiration-enabled", expiration.removes());
    entry.put("configured-expiration-mode", expiration.configured());
    entry.putAll(found);
    cycles.put(cycle, new Members(entry));
    shorten();
    file.write(json());
  }

  private void shorten() {
    while (cycles.size() > LENGTH) {
      cycles.pollFirstEntry();
    }
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    cycles.forEach((number, members) -> json.put(number.toString(), members.all()));
    return json;
  }

  /** What the last walk has found, if there was one and it can be told. */
  Optional<CycleResult> last() {
    if (cycles.isEmpty()) {
      return Optional.empty();
    }
    Members last = cycles.lastEntry().getValue();
    List<?> times = last.list("cycle-start-finish-times");
    if (times.size() != 2) {
      return Optional.empty();
    }
    Optional<Instant> begun = Members.moment(times.get(0));
    Optional<Instant> ended = Members.moment(times.get(1));
    if (begun.isEmpty() || ended.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CycleResult(
            begun.get(),
            ended.get(),
            last.flag("expiration-enabled"),
            SpaceTally.of(last.members("space-recovered")).spaces(),
            CycleTally.corrupt(last)));
  }
}
