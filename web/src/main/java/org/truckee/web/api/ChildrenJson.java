package org.truckee.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.Directory;
import org.truckee.grid.Grid;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewLink;

/** Children as requests describe them: name, type, caps, metadata ({@code spec/08 §11.1}). */
final class ChildrenJson {
  /** Room for some ten thousand children. */
  private static final int MOST_BYTES = 16 << 20;

  /** Most of it is metadata, which has to be read as a whole. */
  private static final int MOST_OF_CHILD = 64 << 10;

  /** What a child becomes takes more memory than what was sent of it. */
  private static final int BYTES_OF_CHILD = 400;

  private static final int CHILD_FACTOR = 3;

  /**
   * Names of children differ: to remember them for ever makes nothing faster. Metadata may have
   * {@code NaN} and {@code Infinity}, which programs in Python write ({@code spec/08 §5.2}).
   */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private final List<Child> children;

  private record Child(
      String name, Optional<String> rw, Optional<String> ro, Optional<Metadata> metadata) {}

  private ChildrenJson(List<Child> children) {
    this.children = children;
  }

  /** The children in the body of a request; none in an empty body. */
  static ChildrenJson read(WebRequest request)
      throws IOException, WebException, InterruptedException {
    byte[] body = body(request);
    return body.length == 0 ? new ChildrenJson(List.of()) : parse(body, request.memory());
  }

  /** The children in the body of a request that makes no sense without them. */
  static ChildrenJson readGiven(WebRequest request)
      throws IOException, WebException, InterruptedException {
    byte[] body = body(request);
    require(body.length > 0);
    return parse(body, request.memory());
  }

  private static byte[] body(WebRequest request)
      throws IOException, WebException, InterruptedException {
    return request.smallBody(MOST_BYTES, "a description of children");
  }

  /**
   * Reads the JSON text, in UTF-8, one child after the other. Of children of one name the last
   * counts.
   *
   * @param memory for what the text becomes
   */
  static ChildrenJson parse(byte[] text, RequestMemory memory)
      throws IOException, WebException, InterruptedException {
    SequencedMap<String, Child> children = new LinkedHashMap<>();
    try (JsonParser json = MAPPER.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        long begin = json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int length = (int) (json.currentLocation().getByteOffset() - begin);
        memory.take(BYTES_OF_CHILD + CHILD_FACTOR * (name.length() + (long) length));
        children.put(name, child(name, pair(text, begin, length)));
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    } catch (JsonProcessingException e) {
      throw WebException.text(400, "the children are no JSON: " + e.getOriginalMessage());
    }
    return new ChildrenJson(List.copyOf(children.values()));
  }

  private static JsonNode pair(byte[] text, long begin, int length)
      throws IOException, WebException {
    // A text in another encoding than UTF-8 has no byte offsets.
    require(begin > 0 && length > 0);
    if (length > MOST_OF_CHILD) {
      throw WebException.text(
          413, "the description of a child has at most %d bytes".formatted(MOST_OF_CHILD));
    }
    return MAPPER.readTree(text, (int) begin, length);
  }

  private static void require(boolean wellFormed) throws WebException {
    if (!wellFormed) {
      throw malformed();
    }
  }

  private static Child child(String name, JsonNode pair) throws IOException, WebException {
    if (!pair.isArray() || pair.size() != 2 || !pair.get(1).isObject()) {
      throw malformed();
    }
    JsonNode properties = pair.get(1);
    JsonNode metadata = properties.path("metadata");
    return new Child(
        name,
        cap(properties.path("rw_uri")),
        cap(properties.path("ro_uri")),
        metadata.isMissingNode() || metadata.isNull()
            ? Optional.empty()
            : Optional.of(Metadata.parse(MAPPER.writeValueAsString(metadata))));
  }

  private static Optional<String> cap(JsonNode value) throws WebException {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw malformed();
    }
    return Optional.of(value.asText());
  }

  private static WebException malformed() {
    return WebException.text(
        400,
        "the children have to be a JSON object of names, each with an array of a type and an"
            + " object that has rw_uri, ro_uri, metadata");
  }

  /** Links of a new directory, with the metadata as it is. */
  List<Link> links(Grid grid) {
    return children.stream()
        .map(
            child ->
                new Link(
                    child.name,
                    grid.node(new CapSlots(child.rw, child.ro, false, child.name)),
                    child.metadata.orElse(Metadata.EMPTY)))
        .toList();
  }

  /** Links for a directory that exists. */
  List<NewLink> linksFor(Directory directory) {
    return children.stream()
        .map(
            child ->
                new NewLink(
                    child.name, directory.child(child.name, child.rw, child.ro), child.metadata))
        .toList();
  }
}
