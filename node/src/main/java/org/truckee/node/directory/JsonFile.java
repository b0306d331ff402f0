package org.truckee.node.directory;

import java.nio.file.Path;
import java.util.Optional;
import org.truckee.node.config.NodeException;

/** Small files of JSON. They are read as YAML, which all JSON is: the parser is there. */
public final class JsonFile {
  private JsonFile() {}

  /**
   * What a file says: maps, lists, text, numbers and truth values; empty if there is no such file.
   *
   * @throws NodeException if it cannot be read
   */
  public static Optional<Object> read(Path file) throws NodeException {
    Optional<String> text = NodeFile.read(file);
    return text.isPresent() ? Optional.of(parse(file.toString(), text.get())) : Optional.empty();
  }

  /**
   * What a text says.
   *
   * @param name what messages call it
   * @throws NodeException if it is no JSON; the message quotes nothing of it
   */
  public static Object parse(String name, String text) throws NodeException {
    String json = text.strip();
    if (!json.startsWith("{") || !json.endsWith("}")) {
      throw new NodeException("'%s' is no JSON object".formatted(name));
    }
    return Yaml.read(name, json);
  }
}
