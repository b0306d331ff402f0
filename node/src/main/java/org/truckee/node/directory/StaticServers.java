package org.truckee.node.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * The file {@code private/servers.yaml} ({@code spec/09 §7.3}).
 *
 * @param servers in the order of their names
 * @param problems a sentence for each entry that cannot be used
 */
public record StaticServers(List<AnnouncedServer> servers, List<String> problems) {
  /** What a client without the file knows. */
  public static final StaticServers NONE = new StaticServers(List.of(), List.of());

  /** Copies the lists. */
  public StaticServers {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
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
            servers.add(server(id, entry));
          } catch (IllegalArgumentException e) {
            problems.add("server %s in servers.yaml is left out: %s".formatted(id, e.getMessage()));
          }
        });
    return new StaticServers(servers, problems);
  }

  private static AnnouncedServer server(String id, Object entry) {
    if (!(entry instanceof Map<?, ?> fields)
        || !(fields.get("ann") instanceof Map<?, ?> announcement)) {
      throw new IllegalArgumentException("it has no mapping 'ann'");
    }
    return AnnouncedServer.of(id, announcement);
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
