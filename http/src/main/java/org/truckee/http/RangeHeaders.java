package org.truckee.http;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values of the {@code Range} and {@code Content-Range} headers. Numbers of 2⁶³ and more count
 * as the largest there is.
 */
public final class RangeHeaders {
  private static final int MAXIMUM_LENGTH = 200;
  private static final Pattern CLOSED =
      Pattern.compile(
          "bytes[ \\t]*=[ \\t]*([0-9]+)[ \\t]*-[ \\t]*([0-9]+)[ \\t]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]+)-([0-9]+)/([0-9]+|\\*)");
  private static final Pattern SEVERAL =
      Pattern.compile("bytes=([0-9]{1,18}-[0-9]{1,18}(?:,[0-9]{1,18}-[0-9]{1,18})*)");
  private static final int LONGEST_RANGE = "-,".length() + 2 * 18;
  private static final int MOST_RANGES = 100;
  private static final String UNIT = "bytes=";
  private static final Pattern ANY =
      Pattern.compile("\\s*\\+?([0-9]{1,80})?\\s*-\\s*\\+?([0-9]{1,80})?\\s*");
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE - 1);

  private RangeHeaders() {}

  /**
   * The part of a file that a {@code Range} header asks for ({@code spec/08 §9.3}); of several
   * parts the first, which the answer says. Empty if the header is to be ignored.
   *
   * @param size of the file in bytes
   * @throws RefusedException with 416 if the part begins beyond the end
   */
  public static Optional<HttpRange> ofFile(String header, long size) throws RefusedException {
    if (!header.startsWith(UNIT)) {
      return Optional.empty();
    }
    String[] parts = header.substring(UNIT.length()).split(",", MOST_RANGES + 1);
    Matcher matcher = ANY.matcher(parts[0]);
    if (!matcher.matches() || !areAllRight(parts)) {
      return Optional.empty();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first == null) {
      return last == null ? Optional.empty() : suffix(number(last), size);
    }
    if (last == null ? number(first) >= size : isGreater(first, last)) {
      return Optional.empty();
    }
    if (number(first) >= size) {
      throw new RefusedException(416, "First beyond end of file");
    }
    long end = last == null ? size : Math.min(size, number(last) + 1);
    return Optional.of(new HttpRange(number(first), end));
  }

  /** One part that makes no sense makes the whole header meaningless. */
  private static boolean areAllRight(String[] parts) {
    for (String part : parts) {
      Matcher matcher = ANY.matcher(part);
      if (!matcher.matches()
          || matcher.group(1) == null && matcher.group(2) == null
          || matcher.group(1) != null
              && matcher.group(2) != null
              && isGreater(matcher.group(1), matcher.group(2))) {
        return false;
      }
    }
    return parts.length <= MOST_RANGES;
  }

  private static Optional<HttpRange> suffix(long length, long size) {
    return length == 0 || size == 0
        ? Optional.empty()
        : Optional.of(new HttpRange(Math.max(0, size - length), size));
  }

  /** The bytes that a {@code Range} header asks for; empty if it is not one closed range. */
  public static Optional<HttpRange> closed(String header) {
    Matcher parts = CLOSED.matcher(header);
    return header.length() <= MAXIMUM_LENGTH && parts.matches()
        ? range(parts.group(1), parts.group(2))
        : Optional.empty();
  }

  /**
   * The closed ranges that a {@code Range} header of one's own asks for; empty if it is anything
   * else or has too many.
   */
  public static Optional<List<HttpRange>> several(String header, int maximum) {
    Matcher parts = SEVERAL.matcher(header);
    if (header.length() > UNIT.length() + maximum * LONGEST_RANGE || !parts.matches()) {
      return Optional.empty();
    }
    List<HttpRange> ranges = new ArrayList<>();
    for (String part : parts.group(1).split(",")) {
      int dash = part.indexOf('-');
      Optional<HttpRange> range = range(part.substring(0, dash), part.substring(dash + 1));
      if (range.isEmpty() || ranges.size() == maximum) {
        return Optional.empty();
      }
      ranges.add(range.get());
    }
    return Optional.of(ranges);
  }

  /**
   * The place of a body in something larger, from a {@code Content-Range} header; empty if there is
   * none in it, or if it begins at or after the total length.
   */
  public static Optional<HttpRange> content(String header) {
    Matcher parts = CONTENT_RANGE.matcher(header);
    if (header.length() > MAXIMUM_LENGTH || !parts.matches()) {
      return Optional.empty();
    }
    String total = parts.group(3);
    return range(parts.group(1), parts.group(2))
        .filter(range -> total.equals("*") || range.begin() < number(total));
  }

  /** {@code Range} for several ranges. */
  public static String request(List<HttpRange> ranges) {
    return ranges.stream().map(RangeHeaders::dashed).collect(Collectors.joining(",", UNIT, ""));
  }

  /** {@code Content-Range} for the bytes, with an unknown total. */
  public static String describe(HttpRange range) {
    return "bytes " + dashed(range) + "/*";
  }

  /** {@code Content-Range} for a part of a file of that size. */
  public static String describe(HttpRange range, long size) {
    return "bytes " + dashed(range) + "/" + size;
  }

  private static String dashed(HttpRange range) {
    return range.begin() + "-" + (range.end() - 1);
  }

  private static Optional<HttpRange> range(String first, String last) {
    return isGreater(first, last)
        ? Optional.empty()
        : Optional.of(new HttpRange(number(first), number(last) + 1));
  }

  private static boolean isGreater(String first, String last) {
    return first.length() < 19 && last.length() < 19
        ? Long.parseLong(first) > Long.parseLong(last)
        : new BigInteger(first).compareTo(new BigInteger(last)) > 0;
  }

  /** One less than the largest at most, so that the end of a half-open range is a number too. */
  private static long number(String digits) {
    return digits.length() < 19
        ? Long.parseLong(digits)
        : new BigInteger(digits).min(LIMIT).longValue();
  }
}
