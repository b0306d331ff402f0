package org.truckee.web.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an archive lacks, and why: counted all, and told of the first. For one thread. */
final class Omissions {
  /** Both in characters: names and reasons are other people's, and all of it is kept in memory. */
  static final int MOST_TOLD = 256 << 10;

  private static final int LONGEST_LINE = 2000;

  private final List<String> told = new ArrayList<>();
  private long count;
  private int length;

  void note(String path, String reason) {
    count++;
    String line = "%s: %s".formatted(path, reason);
    if (line.length() > LONGEST_LINE) {
      line = line.substring(0, LONGEST_LINE) + "…";
    }
    if (length + line.length() <= MOST_TOLD) {
      length += line.length();
      told.add(line);
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
