package org.truckee.grid.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.truckee.grid.Metadata;

/** What the reference did with directories, recorded ({@code spec/03 §12}). */
public final class DirectoryVectors {
  private static final JsonNode ALL = read();

  private DirectoryVectors() {}

  private static JsonNode read() {
    try (InputStream in = DirectoryVectors.class.getResourceAsStream("directories.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode get(String section) {
    return ALL.required(section);
  }

  public static Stream<JsonNode> section(String name) {
    return elements(get(name));
  }

  public static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  public static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.textValue());
  }

  /** A cap; those that are no UTF-8 are recorded in hexadecimal. */
  public static Optional<String> cap(JsonNode node) {
    return Optional.ofNullable(node.textValue())
        .map(
            text ->
                text.startsWith("hex:")
                    ? CapBytes.decode(HexFormat.of().parseHex(text.substring(4)))
                    : text);
  }

  /** Metadata in the order in which it was recorded. */
  public static Metadata metadata(JsonNode node) {
    try {
      return Metadata.parse(node.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same of what may be absent or null. */
  public static Optional<Metadata> optionalMetadata(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode()
        ? Optional.empty()
        : Optional.of(metadata(node));
  }
}
