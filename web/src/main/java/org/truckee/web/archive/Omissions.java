package org.truckee.web.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an archive lacks, and why: counted all, and told of the first. For one thread. */
final class Omissions {
  private static final int MOST_TOLD = 10_000;

  private final List<String> told = new ArrayList<>();
  private long count;

  void note(String path, String reason) {
    count++;
    if (told.size() < MOST_TOLD) {
      told.add("%s: %s".formatted(path, reason));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** A text for people. */
  byte[] text() {
    StringBuilder text =
        new StringBuilder(
            count == 1
                ? "One thing is not in this archive:\n\n"
                : "%d things are not in this archive:\n\n".formatted(count));
    told.forEach(line -> text.append(line).append('\n'));
    if (count > told.size()) {
      text.append("and %d more.\n".formatted(count - told.size()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
