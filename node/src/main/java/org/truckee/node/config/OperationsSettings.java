package org.truckee.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node is watched: what {@code truckee.cfg} says of that.
 *
 * @param status where its status and metrics can be asked for, apart from the web API
 */
public record OperationsSettings(Optional<Endpoint> status) {
  private static final String NODE = "node";
  private static final String PORT = "status.port";

  /**
   * Reads them in a node directory.
   *
   * @param reveal whether others may see the address of this machine: otherwise the status is shown
   *     to near ones only
   * @throws ConfigurationException if the file cannot be read, or makes no sense
   */
  public static OperationsSettings read(Path directory, boolean reveal)
      throws ConfigurationException {
    IniFile file = NodeConfiguration.readFile(directory.resolve("truckee.cfg"));
    KnownOptions.TRUCKEE.check(file);
    Options options = new Options(file, directory);
    Optional<String> text = options.nonEmpty(NODE, PORT).map(Python::strip);
    if (text.isEmpty()) {
      return new OperationsSettings(Optional.empty());
    }
    String endpoint = Character.isDigit(text.get().charAt(0)) ? "tcp:" + text.get() : text.get();
    try {
      Endpoint door = Endpoint.parse(endpoint);
      return new OperationsSettings(Optional.of(reveal ? door : door.hidden()));
    } catch (IllegalArgumentException e) {
      throw options.bad(NODE, PORT, "'" + text.get() + "' cannot be used", e.getMessage());
    }
  }
}
