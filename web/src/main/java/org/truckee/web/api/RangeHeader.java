package org.truckee.web.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Range} header of a download ({@code spec/08 §9.3}). */
final class RangeHeader {
  private static final Pattern ITEM =
      Pattern.compile("\\s*\\+?([0-9]{1,18})?\\s*-\\s*\\+?([0-9]{1,18})?\\s*");

  /**
   * A part of a file.
   *
   * @param first its first byte
   * @param last its last byte
   */
  record Part(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  private RangeHeader() {}

  /**
   * The part of a file that the header asks for; empty if the header is to be ignored.
   *
   * @param header its value, {@code null} if there is none
   * @param size of the file in bytes
   * @throws WebException 416 if the part begins beyond the end
   */
  static Optional<Part> parse(String header, long size) throws WebException {
    if (header == null || !header.startsWith("bytes=")) {
      return Optional.empty();
    }
    Part wanted = null;
    for (String item : header.substring("bytes=".length()).split(",", -1)) {
      Optional<Part> part = item(item, size);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      wanted = wanted == null ? part.get() : wanted;
    }
    if (wanted.first >= size) {
      throw WebException.text(416, "First beyond end of file");
    }
    return Optional.of(new Part(Math.max(0, wanted.first), Math.min(size - 1, wanted.last)));
  }

  private static Optional<Part> item(String item, long size) {
    Matcher matcher = ITEM.matcher(item);
    if (!matcher.matches() || (matcher.group(1) == null && matcher.group(2) == null)) {
      return Optional.empty();
    }
    Part part;
    if (size == 0 && matcher.group(1) == null) {
      return Optional.empty();
    }
    if (matcher.group(1) == null) {
      part = new Part(size - Long.parseLong(matcher.group(2)), size - 1);
    } else if (matcher.group(2) == null) {
      part = new Part(Long.parseLong(matcher.group(1)), size - 1);
    } else {
      part = new Part(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
    return part.last < part.first ? Optional.empty() : Optional.of(part);
  }
}
