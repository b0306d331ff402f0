package org.truckee.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.http.HttpRange;

/** All ranges that a {@code Range} header asks for, of a file that does not change. */
final class ByteRanges {
  private static final Pattern ONE = Pattern.compile("\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");
  private static final String UNIT = "bytes=";

  /** More are not worth the answer: whoever asks for them gets everything. */
  private static final int MOST = 16;

  private ByteRanges() {}

  /**
   * Those of the ranges that the file has, maybe none.
   *
   * @param size of the file in bytes
   * @return empty if the header is to be ignored
   */
  static Optional<List<HttpRange>> of(String header, long size) {
    if (!header.startsWith(UNIT)) {
      return Optional.empty();
    }
    String[] all = header.substring(UNIT.length()).split(",", MOST + 1);
    List<HttpRange> ranges = new ArrayList<>();
    for (String one : all) {
      Matcher parts = ONE.matcher(one);
      if (!parts.matches() || all.length > MOST) {
        return Optional.empty();
      }
      String first = parts.group(1);
      String last = parts.group(2);
      if (first.isEmpty() && last.isEmpty() || isBackwards(first, last)) {
        return Optional.empty();
      }
      range(first, last, size).ifPresent(ranges::add);
    }
    return Optional.of(ranges);
  }

  private static boolean isBackwards(String first, String last) {
    return !first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
  }

  private static Optional<HttpRange> range(String first, String last, long size) {
    long begin =
        first.isEmpty() ? size - Math.min(size, Long.parseLong(last)) : Long.parseLong(first);
    long end = first.isEmpty() || last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
    return begin < end ? Optional.of(new HttpRange(begin, end)) : Optional.empty();
  }
}
