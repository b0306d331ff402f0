package org.truckee.wire.http;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.truckee.storage.ByteRange;

/**
 * The values of the {@code Range} and {@code Content-Range} headers. Numbers of 2⁶³ and more come
 * as {@link Long#MAX_VALUE}.
 */
final class Ranges {
  private static final int MAXIMUM_LENGTH = 200;
  private static final Pattern RANGE =
      Pattern.compile(
          "bytes[ \\t]*=[ \\t]*([0-9]+)[ \\t]*-[ \\t]*([0-9]+)[ \\t]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]+)-([0-9]+)/([0-9]+|\\*)");
  private static final Pattern SOME_RANGES =
      Pattern.compile("bytes=([0-9]{1,18}-[0-9]{1,18}(?:,[0-9]{1,18}-[0-9]{1,18})*)");
  private static final int LONGEST_RANGE = "-,".length() + 2 * 18;
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE);

  private Ranges() {}

  /** The bytes that a {@code Range} header asks for; empty if it is not one closed range. */
  static Optional<ByteRange> requested(String header) {
    Matcher parts = RANGE.matcher(header);
    return header.length() <= MAXIMUM_LENGTH && parts.matches()
        ? range(parts.group(1), parts.group(2))
        : Optional.empty();
  }

  /**
   * The ranges that a {@code Range} header of one's own asks for; empty if it is anything else or
   * has too many.
   */
  static Optional<List<ByteRange>> several(String header, int maximum) {
    Matcher parts = SOME_RANGES.matcher(header);
    if (header.length() > "bytes=".length() + maximum * LONGEST_RANGE || !parts.matches()) {
      return Optional.empty();
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (String part : parts.group(1).split(",")) {
      int dash = part.indexOf('-');
      Optional<ByteRange> range = range(part.substring(0, dash), part.substring(dash + 1));
      if (range.isEmpty() || ranges.size() == maximum) {
        return Optional.empty();
      }
      ranges.add(range.get());
    }
    return Optional.of(ranges);
  }

  /** {@code Range} for several ranges, none of them empty. */
  static String request(List<ByteRange> ranges) {
    return ranges.stream()
        .map(range -> range.begin() + "-" + (range.end() - 1))
        .collect(Collectors.joining(",", "bytes=", ""));
  }

  /**
   * The place of a body in a share, from a {@code Content-Range} header ({@code spec/05 §7.2});
   * empty if there is none in it, or if it begins at or after the total length.
   */
  static Optional<ByteRange> content(String header) {
    Matcher parts = CONTENT_RANGE.matcher(header);
    if (header.length() > MAXIMUM_LENGTH || !parts.matches()) {
      return Optional.empty();
    }
    String total = parts.group(3);
    return range(parts.group(1), parts.group(2))
        .filter(range -> total.equals("*") || range.begin() < number(total));
  }

  /** {@code Range} for the bytes. */
  static String request(ByteRange range) {
    return "bytes=" + range.begin() + "-" + (range.end() - 1);
  }

  /** {@code Content-Range} for the bytes, with an unknown total. */
  static String describe(ByteRange range) {
    return "bytes " + range.begin() + "-" + (range.end() - 1) + "/*";
  }

  private static Optional<ByteRange> range(String first, String last) {
    if (isGreater(first, last)) {
      return Optional.empty();
    }
    // One less than the maximum, so that the end of the half-open range is a number too.
    long begin = Math.min(number(first), Long.MAX_VALUE - 1);
    long end = Math.min(number(last), Long.MAX_VALUE - 1) + 1;
    return Optional.of(new ByteRange(begin, end));
  }

  private static boolean isGreater(String first, String last) {
    return first.length() < 19 && last.length() < 19
        ? Long.parseLong(first) > Long.parseLong(last)
        : new BigInteger(first).compareTo(new BigInteger(last)) > 0;
  }

  private static long number(String digits) {
    return digits.length() < 19
        ? Long.parseLong(digits)
        : new BigInteger(digits).min(LIMIT).longValue();
  }
}
