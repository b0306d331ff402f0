package org.truckee.storage.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts the buckets of a server ({@code spec/04 §14.3}). */
final class BucketCounter implements CrawlTask {
  private static final String COUNTS = "bucket-counts";
  private static final String TOTAL = "last-complete-bucket-count";
  private static final String SAMPLES = "storage-index-samples";

  /** The prefix whose buckets are named, so that a person can look at some. */
  private static final String SAMPLED = Prefixes.ALL.getFirst();

  private static final int MOST_SAMPLES = 1000;

  private final Map<String, Long> counts = new TreeMap<>();
  private OptionalLong countedIn = OptionalLong.empty();
  private OptionalLong total = OptionalLong.empty();
  private long sampledIn;
  private List<String> samples = List.of();

  @Override
  public void load(Members state) {
    total = state.number(TOTAL);
    OptionalLong current = state.number("current-cycle");
    OptionalLong cycle = current.isPresent() ? current : state.number("last-cycle-finished");
    if (cycle.isPresent()) {
      countedIn = cycle;
      Members counted = state.members(COUNTS).members(Long.toString(cycle.getAsLong()));
      for (String prefix : counted.all().keySet()) {
        counted.number(prefix).ifPresent(number -> counts.put(prefix, number));
      }
    }
    if (state.members(SAMPLES).list(SAMPLED) instanceof List<?> sample
        && sample.size() == 2
        && sample.get(1) instanceof List<?> names) {
      sampledIn = Members.number(sample.get(0)).orElse(0);
      samples = names.stream().limit(MOST_SAMPLES).map(String::valueOf).toList();
    }
  }

  @Override
  public void begin() {
    counts.clear();
  }

  @Override
  public void prefix(long cycle, String prefix, List<String> buckets) {
    countedIn = OptionalLong.of(cycle);
    counts.put(prefix, (long) buckets.size());
    if (prefix.equals(SAMPLED)) {
      sampledIn = cycle;
      samples = List.copyOf(buckets.subList(0, Math.min(buckets.size(), MOST_SAMPLES)));
    }
  }

  @Override
  public void bucket(String name) {
    // What is in it does not matter.
  }

  /** A count without some prefix, which could not be read, would be wrong. */
  @Override
  public void end(long cycle, Instant begun, Instant ended) {
    if (counts.keySet().containsAll(Prefixes.ALL)) {
      total = OptionalLong.of(counts.values().stream().mapToLong(Long::longValue).sum());
    }
    if (sampledIn != cycle) {
      samples = List.of();
    }
  }

  @Override
  public void write(Map<String, Object> state) {
    Map<String, Object> byCycle = new LinkedHashMap<>();
    if (countedIn.isPresent()) {
      byCycle.put(Long.toString(countedIn.getAsLong()), new LinkedHashMap<>(counts));
    }
    state.put(COUNTS, byCycle);
    state.put(TOTAL, total.isPresent() ? total.getAsLong() : null);
    Map<String, Object> sampled = new LinkedHashMap<>();
    if (!samples.isEmpty()) {
      sampled.put(SAMPLED, new ArrayList<>(List.of(sampledIn, samples)));
    }
    state.put(SAMPLES, sampled);
  }

  /** How many there were in the last walk that saw all of them. */
  OptionalLong total() {
    return total;
  }
}
