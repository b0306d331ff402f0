package org.truckee.foolscap.banana;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table of words that travel as one short token ({@code spec/06 §5.4}). It is agreed on in the
 * negotiation and holds for both directions as long as the connection.
 */
public final class Vocabulary {
  private static final int HASH_LENGTH = 4;

  /** Table 0: no words. */
  public static final Vocabulary EMPTY = new Vocabulary(0, List.of());

  /** Table 1: the words of the protocol itself. */
  public static final Vocabulary PROTOCOL_WORDS =
      new Vocabulary(
          1,
          List.of(
              "none",
              "boolean",
              "reference",
              "dict",
              "list",
              "tuple",
              "set",
              "immutable-set",
              "unicode",
              "set-vocab",
              "add-vocab",
              "call",
              "arguments",
              "answer",
              "error",
              "my-reference",
              "your-reference",
              "their-reference",
              "copyable",
              "instance",
              "module",
              "class",
              "method",
              "function",
              "attrdict"));

  /** The highest index that is known here. */
  public static final int MAXIMUM_INDEX = 1;

  private final int index;
  private final byte[][] words;
  private final int longest;
  private final String hash;

  private Vocabulary(int index, List<String> words) {
    this.index = index;
    this.words =
        words.stream().map(word -> word.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    this.longest = words.stream().mapToInt(String::length).max().orElse(-1);
    this.hash = hash(String.join("\0", words));
  }

  private static String hash(String words) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(words.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** The table with that index; empty if there is none. */
  public static Optional<Vocabulary> of(int index) {
    return switch (index) {
      case 0 -> Optional.of(EMPTY);
      case 1 -> Optional.of(PROTOCOL_WORDS);
      default -> Optional.empty();
    };
  }

  /** The number by which negotiation names the table. */
  public int index() {
    return index;
  }

  /** Four hexadecimal digits by which two sides see that they mean the same table. */
  public String hash() {
    return hash;
  }

  /** The number of words. */
  public int size() {
    return words.length;
  }

  /** The word at {@code position}; empty if there is none. */
  public Optional<byte[]> word(long position) {
    return position < 0 || position >= words.length
        ? Optional.empty()
        : Optional.of(words[(int) position].clone());
  }

  /** Where {@code bytes} stands in the table; empty if it is no word. */
  OptionalInt position(byte[] bytes) {
    if (bytes.length <= longest) {
      for (int i = 0; i < words.length; i++) {
        if (Arrays.equals(words[i], bytes)) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }
}
