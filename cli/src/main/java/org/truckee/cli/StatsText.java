package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Amounts;

/** The statistics of a tree as text ({@code spec/10 §3.5, §5.2}). */
final class StatsText {
  private static final List<String> KEYS =
      List.of(
          "count-immutable-files",
          "count-mutable-files",
          "count-literal-files",
          "count-files",
          "count-directories",
          "size-immutable-files",
          "size-mutable-files",
          "size-literal-files",
          "size-directories",
          "largest-directory",
          "largest-immutable-file");
  private static final int DECIMAL = 1000;

  private StatsText() {}

  static List<String> lines(JsonNode stats) {
    List<String> lines = new ArrayList<>();
    lines.add("Counts and Total Sizes:");
    for (String key : KEYS) {
      if (stats.has(key)) {
        long value = stats.get(key).asLong();
        boolean size = !key.startsWith("count-") && value > DECIMAL;
        lines.add(
            "%22s: %d%s".formatted(key, value, size ? "    " + Amounts.bothUnits(value) : ""));
      }
    }
    JsonNode histogram = stats.path("size-files-histogram");
    if (!histogram.isEmpty()) {
      lines.add("Size Histogram:");
      addBuckets(histogram, lines);
    }
    return lines;
  }

  private static void addBuckets(JsonNode histogram, List<String> lines) {
    int maxWidth = 0;
    int countWidth = 0;
    for (JsonNode bucket : histogram) {
      maxWidth = Math.max(maxWidth, bucket.path(1).asText().length());
      countWidth = Math.max(countWidth, bucket.path(2).asText().length());
    }
    String format = "%" + maxWidth + "s-%-" + maxWidth + "s : %-" + countWidth + "s    %s";
    long previous = -1;
    for (JsonNode bucket : histogram) {
      long min = bucket.path(0).asLong();
      if (previous >= 0 && min != previous + 1) {
        lines.add(" ".repeat(maxWidth - 1) + "...");
      }
      previous = bucket.path(1).asLong();
      lines.add(
          format.formatted(min, previous, bucket.path(2).asText(), Amounts.bothUnits(previous)));
    }
  }
}
