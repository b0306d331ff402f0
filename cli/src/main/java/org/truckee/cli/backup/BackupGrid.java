package org.truckee.cli.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.NodeDescription;

/** The grid, as a backup uses it by way of a node's web API ({@code spec/11 §B2}). Thread-safe. */
final class BackupGrid {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int NOT_FOUND = 404;

  private final Gateway gateway;

  BackupGrid(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Stores a file and gives its capability.
   *
   * @param size how many bytes it has
   * @param progress hears of them
   */
  String store(InputStream contents, long size, Gateway.BytesMoved progress)
      throws CommandException {
    String prefix = "Error during file PUT";
    try (Answer answer = gateway.put("uri", contents, size, progress, prefix)) {
      if (!answer.isSuccess()) {
        throw gateway.uploadFailure(answer, prefix);
      }
      return answer.text(prefix).strip();
    }
  }

  /** Stores an immutable directory and gives its capability. */
  String storeDirectory(Map<String, StoredChild> children) throws CommandException {
    String prefix = "Error during mkdir";
    try (Answer answer = gateway.post("uri?t=mkdir-immutable", json(children), prefix)) {
      return text(answer, prefix);
    }
  }

  private static byte[] json(Map<String, StoredChild> children) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Map.Entry<String, StoredChild> child : children.entrySet()) {
        json.writeFieldName(child.getKey());
        write(child.getValue(), json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory takes everything", e);
    }
    return bytes.toByteArray();
  }

  private static void write(StoredChild child, JsonGenerator json) throws IOException {
    json.writeStartArray();
    json.writeString(child.directory() ? "dirnode" : "filenode");
    json.writeStartObject();
    json.writeStringField("ro_uri", child.cap());
    json.writeObjectFieldStart("metadata");
    if (child.facts().isPresent()) {
      LocalFacts facts = child.facts().get();
      json.writeNumberField("ctime", LocalFacts.seconds(facts.changed()));
      json.writeNumberField("mtime", LocalFacts.seconds(facts.modified()));
      for (Map.Entry<String, Long> number : facts.numbers().entrySet()) {
        json.writeNumberField(number.getKey(), number.getValue());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  /** Whether all is there that a capability names. */
  boolean isHealthy(String cap) throws CommandException {
    String prefix = "Error during check";
    String path = "uri/" + Gateway.escape(cap) + "?t=check&output=JSON";
    try (Answer answer = gateway.post(path, prefix)) {
      return answer.status() == 200
          && parse(answer.text(prefix), prefix).path("results").path("healthy").asBoolean();
    }
  }

  /**
   * The servers that the node knows, by their ids; none if it does not say. Whether they are
   * connected does not matter.
   */
  Set<String> servers() throws CommandException {
    String prefix = "Error during GET";
    Set<String> servers = new TreeSet<>();
    try (Answer answer = gateway.get("?t=json", prefix)) {
      if (answer.status() == 200) {
        String text = answer.text(prefix);
        if (text.stripLeading().startsWith("{")) {
          parse(text, prefix)
              .path("servers")
              .forEach(server -> servers.add(server.path("nodeid").asText()));
        }
      }
    }
    servers.remove("");
    return servers;
  }

  private static JsonNode parse(String text, String prefix) throws CommandException {
    try {
      return JsonTree.parse(text);
    } catch (IOException e) {
      throw new CommandException(prefix + ": the node's answer is not JSON", e);
    }
  }

  /**
   * Makes a directory, with those on the way to it, unless it is there.
   *
   * @param path below the web API's root
   */
  void makeDirectory(String path) throws CommandException {
    String prefix = "Unable to create target directory";
    try (Answer answer = gateway.get(path + "?t=json", prefix)) {
      if (answer.isSuccess() && NodeDescription.read(answer, prefix).isDirectory()) {
        return;
      }
      if (answer.isSuccess()) {
        throw new CommandException(prefix + ": there is something else in its place");
      }
      if (answer.status() != NOT_FOUND) {
        throw answer.failure(prefix);
      }
    }
    try (Answer answer = gateway.post(path + "?t=mkdir", prefix)) {
      if (answer.status() != 200) {
        throw answer.failure(prefix);
      }
    }
  }

  /**
   * Links something, unless there is something.
   *
   * @return whether it was linked
   */
  boolean linkNew(String path, String cap) throws CommandException {
    String prefix = "Error during put_child";
    String query = "?t=uri&replace=false";
    try (Answer answer = gateway.put(path + query, ascii(cap), prefix)) {
      if (answer.status() == 409) {
        return false;
      }
      text(answer, prefix);
      return true;
    }
  }

  /** Links something, in the place of what is there. */
  void link(String path, String cap) throws CommandException {
    String prefix = "Error during put_child";
    try (Answer answer = gateway.put(path + "?t=uri", ascii(cap), prefix)) {
      text(answer, prefix);
    }
  }

  private static byte[] ascii(String cap) {
    return cap.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(Answer answer, String prefix) throws CommandException {
    if (!answer.isSuccess()) {
      throw answer.failure(prefix);
    }
    return answer.text(prefix).strip();
  }
}
