package org.truckee.firstgen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The values that the program of 2007 gave. */
public final class OldVectors {
  private static final JsonNode ALL = read();

  private OldVectors() {}

  private static JsonNode read() {
    try (InputStream in = OldVectors.class.getResourceAsStream("/vectors/first-generation.json")) {
      return new ObjectMapper().setNodeFactory(new WatchedNode.Factory()).readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vectors with that name. */
  public static JsonNode get(String name) {
    JsonNode found = ALL.path(name);
    if (found.isMissingNode()) {
      throw new AssertionError("there are no vectors " + name);
    }
    return found;
  }

  /** The names of all vectors. */
  static List<String> names() {
    return ALL.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The fields below a name that no test has looked at yet. */
  static List<String> unread(String name) {
    List<String> unread = new ArrayList<>();
    WatchedNode.collectUnread(name, get(name), unread);
    return unread;
  }

  /** The items of an array. */
  public static List<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** The items of an array, of which there must be some. */
  public static Stream<JsonNode> stream(JsonNode array) {
    if (array.isEmpty()) {
      throw new AssertionError("there are no such vectors");
    }
    return items(array).stream();
  }

  /** The bytes of a field in hexadecimal. */
  public static byte[] bytes(JsonNode node, String field) {
    return bytes(node.path(field));
  }

  /** The bytes of a text in hexadecimal. */
  public static byte[] bytes(JsonNode node) {
    return HexFormat.of().parseHex(node.textValue());
  }

  /** The plaintext that the vectors' rule makes. */
  public static byte[] plaintext(int size, int seed) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ((long) i * i + 7L * i + seed + i / 256);
    }
    return bytes;
  }
}
