package org.truckee.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.JsonValue;
import org.truckee.grid.KnownNode;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;

/** Nodes in JSON ({@code spec/08 §11}). */
final class NodeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** From here on a number is shorter with an exponent. */
  private static final double LARGE = 1e16;

  private static final double SMALL = 1e-4;

  private NodeJson() {}

  /** Kind and properties, as every description has them. */
  static ArrayNode pair(String kind, ObjectNode properties) {
    return JSON.arrayNode().add(kind).add(properties);
  }

  /** The properties that a node has in both places: alone, and as a child of a directory. */
  static void describe(FilesystemNode node, ObjectNode properties) {
    if (node instanceof KnownNode known) {
      properties.put("mutable", known.isMutable());
    }
    if (node instanceof FileNode file) {
      properties.put("format", file.format().name());
      file.knownSize().ifPresent(size -> properties.put("size", size));
    }
    caps(node, properties);
    if (node instanceof KnownNode known && !(known instanceof VerifierNode)) {
      known.verifier().ifPresent(cap -> properties.put("verify_uri", cap.text()));
    }
  }

  /** The caps that the holder has. */
  static void caps(FilesystemNode node, ObjectNode properties) {
    put(properties, "ro_uri", node.readCap());
    put(properties, "rw_uri", node.writeCap());
  }

  private static void put(ObjectNode properties, String name, Optional<Capability> cap) {
    cap.ifPresent(known -> properties.put(name, known.text()));
  }

  /** What a link says of itself, if the node was reached by one. */
  static void metadata(Reached<?> reached, ObjectNode properties) {
    reached
        .place()
        .ifPresent(place -> properties.set("metadata", metadata(place.link().metadata())));
  }

  private static JsonNode metadata(Metadata metadata) {
    return json(metadata.members());
  }

  /** A directory with its children, one after the other: there may be many. */
  static void directory(Directory directory, DirectoryLinks links, JsonGenerator json)
      throws IOException {
    ObjectNode own = JSON.objectNode();
    describe(directory, own);
    json.writeStartArray();
    json.writeString("dirnode");
    json.writeStartObject();
    for (Map.Entry<String, JsonNode> property : own.properties()) {
      json.writeFieldName(property.getKey());
      json.writeTree(property.getValue());
    }
    json.writeObjectFieldStart("children");
    for (Link link : links) {
      ObjectNode properties = JSON.objectNode();
      describe(link.node(), properties);
      properties.set("metadata", metadata(link.metadata()));
      json.writeFieldName(link.name());
      json.writeTree(pair(kind(link.node()), properties));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeRaw('\n');
  }

  /** What programs call the kind of a node. */
  static String kind(FilesystemNode node) {
    return switch (node) {
      case FileNode _, ProhibitedNode _ -> "filenode";
      case Directory _ -> "dirnode";
      case VerifierNode _, UnknownNode _ -> "unknown";
    };
  }

  private static JsonNode json(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> JSON.textNode(text);
      case JsonValue.Whole(var number) -> JSON.numberNode(number);
      case JsonValue.Real(double number) -> real(number);
      case JsonValue.Bool(boolean truth) -> JSON.booleanNode(truth);
      case JsonValue.Null _ -> JSON.nullNode();
      case JsonValue.Items(var values) -> {
        ArrayNode array = JSON.arrayNode(values.size());
        values.forEach(item -> array.add(json(item)));
        yield array;
      }
      case JsonValue.Members(var values) -> {
        ObjectNode object = JSON.objectNode();
        values.forEach((name, member) -> object.set(name, json(member)));
        yield object;
      }
    };
  }

  /** A time is not to be written as 1.7E9. */
  private static JsonNode real(double number) {
    double size = Math.abs(number);
    return number != 0 && (size < SMALL || size >= LARGE) || !Double.isFinite(number)
        ? JSON.numberNode(number)
        : DecimalNode.valueOf(new BigDecimal(Double.toString(number)));
  }
}
