package org.truckee.foolscap.negotiation;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys and values, one pair a line, with an empty line at the end ({@code spec/06 §4.1, §4.4}).
 *
 * @param fields the values by key; keys are in lower case
 */
record HeaderBlock(Map<String, String> fields) {
  private static final int MAX_LENGTH = 4096;
  private static final String END = "\r\n\r\n";

  /** Sorts the keys, as they are sent. */
  HeaderBlock {
    fields = new TreeMap<>(fields);
  }

  /**
   * Reads the text of a block without its empty line, and not one byte behind it.
   *
   * @throws Refusal if it is too long
   */
  static String readText(InputStream in) throws IOException, Refusal {
    byte[] text = new byte[MAX_LENGTH];
    int length = 0;
    int matched = 0;
    while (matched < END.length()) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("the peer closed the connection");
      }
      if (length == MAX_LENGTH) {
        throw Refusal.saying("Header too long");
      }
      text[length++] = (byte) octet;
      boolean next = octet == END.charAt(matched);
      matched = next ? matched + 1 : octet == END.charAt(0) ? 1 : 0;
    }
    return new String(text, 0, length - END.length(), StandardCharsets.UTF_8);
  }

  /**
   * Reads a block.
   *
   * @throws Refusal if there is something else
   */
  static HeaderBlock read(InputStream in) throws IOException, Refusal {
    return parse(readText(in));
  }

  static HeaderBlock parse(String text) throws Refusal {
    Map<String, String> fields = new TreeMap<>();
    for (String line : text.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw Refusal.internal("a line without a colon where a header should be");
      }
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).stripLeading());
    }
    return new HeaderBlock(fields);
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** The whole block. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    fields.forEach((key, value) -> text.append(key).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
