package org.truckee.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final List<Child> children;

  private record Child(
      String name, Optional<String> rw, Optional<String> ro, Optional<Metadata> metadata) {}

  private ChildrenJson(List<Child> children) {
    this.children = children;
  }

  /** The children in the body of a request; none in an empty body. */
  static ChildrenJson read(WebRequest request)
      throws IOException, WebException, InterruptedException {
    byte[] body = request.smallBody(MOST_BYTES, "a description of children");
    return body.length == 0 ? new ChildrenJson(List.of()) : parse(body);
  }

  /** Reads the JSON text, in UTF-8. */
  static ChildrenJson parse(byte[] text) throws IOException, WebException {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw WebException.text(400, "the children are no JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw malformed();
    }
    List<Child> children = new ArrayList<>(root.size());
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      children.add(child(entry.getKey(), entry.getValue()));
    }
    return new ChildrenJson(children);
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
            : Optional.of(Metadata.parse(metadata.toString())));
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
