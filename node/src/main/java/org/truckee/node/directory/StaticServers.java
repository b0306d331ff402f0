package org.truckee.node.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * The file {@code private/servers.yaml} ({@code spec/09 §7.3}).
 *
 * @param servers in the order of their names
 * @param problems a sentence for each entry that cannot be used
 * @param connections the connection handlers of servers that have their own, by the name of the
 *     server and the type of address; absent where addresses of the type are not to be used
 */
public record StaticServers(
    List<AnnouncedServer> servers,
    List<String> problems,
    Map<String, Map<String, Optional<String>>> connections) {
  /** What a client without the file knows. */
  public static final StaticServers NONE = new StaticServers(List.of(), List.of(), Map.of());

  /** Copies the lists and the map. */
  public StaticServers {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
    connections = Map.copyOf(connections);
  }

  /**
   * Parses the file.
   *
   * @param name what messages call it
   * @throws ConfigurationException if it is no YAML, or not a mapping as it should be
   */
  public static StaticServers parse(String name, String text) throws ConfigurationException {
    Object root = Yaml.read(name, text);
    if (!(root instanceof Map<?, ?> mapping)) {
      throw new ConfigurationException(
          "'%s' must be a mapping that starts with 'storage:'; remove it if there are no servers"
              .formatted(name));
    }
    Object storage = mapping.get("storage");
    if (storage == null) {
      return NONE;
    }
    if (!(storage instanceof Map<?, ?> entries)) {
      throw new ConfigurationException(
          "'%s': 'storage' must map server ids to servers".formatted(name));
    }
    return parse(entries);
  }

  private static StaticServers parse(Map<?, ?> entries) {
    List<AnnouncedServer> servers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Map<String, Optional<String>>> connections = new HashMap<>();
    Map<String, Object> sorted = new TreeMap<>();
    entries.forEach(
        (id, entry) -> {
          try {
            sorted.put(AnnouncedServer.text("the name of a server", id), entry);
          } catch (IllegalArgumentException e) {
            problems.add("a server in servers.yaml is left out: " + e.getMessage());
          }
        });
    sorted.forEach(
        (id, entry) -> {
          try {
            AnnouncedServer server = server(id, entry);
            Map<String, Optional<String>> handlers = handlers((Map<?, ?>) entry);
            servers.add(server);
            if (!handlers.isEmpty()) {
              connections.put(id, handlers);
            }
          } catch (IllegalArgumentException e) {
            problems.add("server %s in servers.yaml is left out: %s".formatted(id, e.getMessage()));
          }
        });
    return new StaticServers(servers, problems, connections);
  }

  private static AnnouncedServer server(String id, Object entry) {
    if (!(entry instanceof Map<?, ?> fields)
        || !(fields.get("ann") instanceof Map<?, ?> announcement)) {
      throw new IllegalArgumentException("it has no mapping 'ann'");
    }
    return AnnouncedServer.of(id, announcement);
  }

  private static Map<String, Optional<String>> handlers(Map<?, ?> entry) {
    Object value = entry.get("connections");
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException(
          "its 'connections' is no mapping of address types to handlers");
    }
    Map<String, Optional<String>> handlers = new HashMap<>();
    fields.forEach(
        (type, handler) ->
            handlers.put(
                AnnouncedServer.text("an address type", type),
                handler == null
                    ? Optional.empty()
                    : Optional.of(AnnouncedServer.text("a handler", handler))));
    return handlers;
  }

  /** The text of the file for these servers. It holds their secrets. */
  public static String write(List<AnnouncedServer> servers) {
    Map<String, Object> storage = new LinkedHashMap<>();
    for (AnnouncedServer server : servers) {
      storage.put(server.id(), Map.of("ann", server.fields()));
    }
    return Yaml.write(Map.of("storage", storage));
  }
}
