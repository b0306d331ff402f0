package org.truckee.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.truckee.cli.command.CommandException;

/**
 * A file or directory as a node describes it ({@code spec/08 §11}).
 *
 * @param kind {@code filenode}, {@code dirnode} or {@code unknown}
 * @param properties caps, size, metadata
 */
public record NodeDescription(String kind, JsonNode properties) {
  /** Is told of the children of a directory. */
  @FunctionalInterface
  public interface Children {
    /** One of them; that of a name that comes again takes its place. */
    void child(String name, NodeDescription child) throws CommandException;
  }

  /**
   * Reads a description without children.
   *
   * @param prefix of an error that says that the node broke off its answer
   * @throws CommandException if it is none
   */
  public static NodeDescription read(Answer answer, String prefix) throws CommandException {
    return read(answer, prefix, (_, _) -> {});
  }

  /**
   * Reads a description, of which there is never more in memory than one child.
   *
   * @param prefix of an error that says that the node broke off its answer
   * @throws CommandException if it is none
   */
  public static NodeDescription read(Answer answer, String prefix, Children children)
      throws CommandException {
    try {
      return DescriptionReader.read(answer.body(), children);
    } catch (JsonProcessingException e) {
      throw new CommandException("error: the node's answer is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw answer.brokenOff(prefix, e);
    }
  }

  /** The description of a node that is part of another one. */
  public static NodeDescription of(JsonNode pair) throws CommandException {
    if (!pair.path(0).isTextual() || !pair.path(1).isObject()) {
      throw isNone();
    }
    return new NodeDescription(pair.path(0).asText(), pair.path(1));
  }

  static CommandException isNone() {
    return new CommandException("error: the node's answer describes no file or directory");
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
