package org.truckee.cli.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;

/**
 * Reads a description while it arrives: of a directory, one child after the other, so that its size
 * does not matter. Used once.
 */
final class DescriptionReader {
  private static final String CHILDREN = "children";

  private final JsonParser parser;
  private final NodeDescription.Children children;

  private DescriptionReader(JsonParser parser, NodeDescription.Children children) {
    this.parser = parser;
    this.children = children;
  }

  /**
   * Reads a description to its end.
   *
   * @throws JsonProcessingException if it is no JSON
   */
  static NodeDescription read(InputStream json, NodeDescription.Children children)
      throws IOException, CommandException {
    try (JsonParser parser = JsonTree.parser(json)) {
      return new DescriptionReader(parser, children).pair();
    }
  }

  private NodeDescription pair() throws IOException, CommandException {
    require(JsonToken.START_ARRAY);
    require(JsonToken.VALUE_STRING);
    String kind = parser.getText();
    require(JsonToken.START_OBJECT);
    return new NodeDescription(kind, properties());
  }

  private void require(JsonToken token) throws IOException, CommandException {
    if (parser.nextToken() != token) {
      throw NodeDescription.isNone();
    }
  }

  private ObjectNode properties() throws IOException, CommandException {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.START_OBJECT && name.equals(CHILDREN)) {
        tellChildren();
      } else {
        properties.set(name, JsonTree.read(parser));
      }
    }
    return properties;
  }

  private void tellChildren() throws IOException, CommandException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      children.child(name, NodeDescription.of(JsonTree.read(parser)));
    }
  }
}
