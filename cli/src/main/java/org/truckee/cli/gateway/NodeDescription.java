package org.truckee.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;

/**
 * A file or directory as a node describes it ({@code spec/08 §11}).
 *
 * @param kind {@code filenode}, {@code dirnode} or {@code unknown}
 * @param properties caps, size, metadata, children
 */
public record NodeDescription(String kind, JsonNode properties) {
  /**
   * Reads a description.
   *
   * @throws CommandException if it is none
   */
  public static NodeDescription parse(String json) throws CommandException {
    try {
      return of(JsonTree.parse(json));
    } catch (JsonProcessingException e) {
      throw new CommandException("error: the node's answer is no JSON: " + e.getOriginalMessage());
    }
  }

  /** The description of a node that is part of another one. */
  public static NodeDescription of(JsonNode pair) throws CommandException {
    if (!pair.path(0).isTextual() || !pair.path(1).isObject()) {
      throw new CommandException("error: the node's answer describes no file or directory");
    }
    return new NodeDescription(pair.path(0).asText(), pair.path(1));
  }

  /** When the link to it was changed last, by the properties of what is in a directory. */
  public static Optional<Instant> linked(JsonNode properties) {
    JsonNode seconds = properties.path("metadata").path("tahoe").path("linkmotime");
    return seconds.isNumber()
        ? Optional.of(Instant.ofEpochMilli((long) (seconds.asDouble() * 1000)))
        : Optional.empty();
  }

  public boolean isDirectory() {
    return kind.equals("dirnode");
  }

  public boolean isFile() {
    return kind.equals("filenode");
  }
}
