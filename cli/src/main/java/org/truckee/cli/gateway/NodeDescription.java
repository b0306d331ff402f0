package org.truckee.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A file or directory as a node describes it ({@code spec/08 §11}).
 *
 * @param kind {@code filenode}, {@code dirnode} or {@code unknown}
 * @param properties caps, size, metadata, children
 */
record NodeDescription(String kind, JsonNode properties) {
  /**
   * Reads a description.
   *
   * @throws CommandException if it is none
   */
  static NodeDescription parse(String json) throws CommandException {
    try {
      return of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new CommandException("error: the node's answer is no JSON: " + e.getOriginalMessage());
    }
  }

  /** The description of a node that is part of another one. */
  static NodeDescription of(JsonNode pair) throws CommandException {
    if (!pair.path(0).isTextual() || !pair.path(1).isObject()) {
      throw new CommandException("error: the node's answer describes no file or directory");
    }
    return new NodeDescription(pair.path(0).asText(), pair.path(1));
  }

  boolean isDirectory() {
    return kind.equals("dirnode");
  }

  boolean isFile() {
    return kind.equals("filenode");
  }
}
