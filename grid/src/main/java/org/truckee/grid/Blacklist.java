package org.truckee.grid;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.crypto.StorageIndex;

/**
 * The files and directories that the operator of a node has prohibited, with the reasons ({@code
 * spec/03 §4.7}). Immutable.
 */
public final class Blacklist {
  /** Nothing is prohibited. */
  public static final Blacklist EMPTY = new Blacklist(Map.of(), Optional.empty());

  private final Map<String, String> reasons;
  private final Optional<String> everything;

  private Blacklist(Map<String, String> reasons, Optional<String> everything) {
    this.reasons = Map.copyOf(reasons);
    this.everything = everything;
  }

  /**
   * Reads a blacklist: on every line a storage index in base32 and a reason, apart from empty lines
   * and those that begin with {@code #}. Of two lines with one index the last counts.
   *
   * @throws BlacklistException if a line is anything else
   */
  public static Blacklist parse(byte[] file) throws BlacklistException {
    Map<String, String> reasons = new HashMap<>();
    int number = 0;
    for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      number++;
      String entry = strip(line);
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        addEntry(entry, number, reasons);
      }
    }
    return new Blacklist(reasons, Optional.empty());
  }

  /** What holds while a blacklist cannot be read: everything is prohibited. */
  public static Blacklist unreadable(BlacklistException problem) {
    return new Blacklist(Map.of(), Optional.of(problem.getMessage()));
  }

  /** Whether nothing is prohibited. */
  public boolean isEmpty() {
    return reasons.isEmpty() && everything.isEmpty();
  }

  /** Why something is prohibited, if it is. */
  public Optional<String> reason(Optional<StorageIndex> index) {
    return everything.or(() -> index.flatMap(this::listed));
  }

  private Optional<String> listed(StorageIndex index) {
    return Optional.ofNullable(reasons.get(Base32.encode(index.bytes())));
  }

  private static void addEntry(String entry, int number, Map<String, String> reasons)
      throws BlacklistException {
    String[] parts = entry.split("[ \\t\\x0b\\f\\r]+", 2);
    if (parts.length < 2) {
      throw new BlacklistException(
          "line %d of the blacklist has no reason behind the storage index".formatted(number));
    }
    try {
      reasons.put(Base32.encode(Base32.decode(parts[0])), utf8(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new BlacklistException(
          "line %d of the blacklist does not begin with a storage index in base32"
              .formatted(number),
          e);
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Without the white space of ASCII at both ends. */
  private static String strip(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isSpace(line.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
