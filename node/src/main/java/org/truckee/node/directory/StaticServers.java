package org.truckee.node.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;
import org.truckee.grid.ServerId;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.http.Nurl;

/**
 * The file {@code private/servers.yaml} ({@code spec/09 §7.3}).
 *
 * @param servers in the order of their names
 * @param problems a sentence for each entry that cannot be used
 */
public record StaticServers(List<StaticServer> servers, List<String> problems) {
  /** What a client without the file knows. */
  public static final StaticServers NONE = new StaticServers(List.of(), List.of());

  private static final String FURL = "anonymous-storage-FURL";
  private static final String NURLS = "anonymous-storage-NURLs";
  private static final String SEED = "permutation-seed-base32";
  private static final String NICKNAME = "nickname";
  private static final int MAX_NURLS = 100;

  // SnakeYAML keeps to the safe subset by itself; the rest bounds what a file can cost.
  private static final LoadSettings LOAD =
      LoadSettings.builder()
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(20)
          .setCodePointLimit(4 << 20)
          .build();

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
    Object root;
    try {
      root = new Load(LOAD).loadFromString(text);
    } catch (YamlEngineException | ClassCastException | IllegalArgumentException e) {
      // Without the library's text: it quotes the file, which holds secrets.
      throw new ConfigurationException("'%s' is not YAML that can be read".formatted(name));
    } catch (StackOverflowError e) {
      throw new ConfigurationException("'%s' is nested too deeply".formatted(name));
    }
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
    List<StaticServer> servers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Object> sorted = new TreeMap<>();
    entries.forEach(
        (id, entry) -> {
          try {
            sorted.put(text("the name of a server", id), entry);
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

  private static StaticServer server(String id, Object entry) {
    if (!(entry instanceof Map<?, ?> fields)
        || !(fields.get("ann") instanceof Map<?, ?> announcement)) {
      throw new IllegalArgumentException("it has no mapping 'ann'");
    }
    if (!(announcement.get(FURL) instanceof String furl)) {
      throw new IllegalArgumentException("it has no '%s'".formatted(FURL));
    }
    List<Nurl> nurls = nurls(announcement.get(NURLS));
    if (nurls.isEmpty()) {
      throw new IllegalArgumentException(
          "it has no '%s', and Truckee does not speak Foolscap yet".formatted(NURLS));
    }
    Object nickname = announcement.get(NICKNAME);
    return new StaticServer(
        new ServerId(id),
        nickname == null ? "" : text(NICKNAME, nickname),
        seed(id, announcement.get(SEED)),
        Furl.parse(furl),
        nurls);
  }

  private static List<Nurl> nurls(Object value) {
    Collection<?> texts =
        switch (value) {
          case null -> List.of();
          case Collection<?> list -> list;
          case Map<?, ?> set -> set.keySet();
          default -> throw new IllegalArgumentException("'%s' is no list".formatted(NURLS));
        };
    if (texts.size() > MAX_NURLS) {
      throw new IllegalArgumentException("it has more than %d NURLs".formatted(MAX_NURLS));
    }
    List<Nurl> nurls = new ArrayList<>();
    for (Object text : texts) {
      nurls.add(Nurl.parse(text(NURLS, text)));
    }
    return nurls;
  }

  /** A plain value as text. Lists and the like are none: they can hold themselves. */
  private static String text(String what, Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case null, default -> throw new IllegalArgumentException("%s is no text".formatted(what));
    };
  }

  private static String seed(String id, Object given) {
    if (given != null) {
      String seed = text(SEED, given);
      Base32.decodeLenient(seed);
      return seed;
    }
    if (id.startsWith("v0-") && id.length() == 55) {
      try {
        return Base32.encode(Base32.decodeLenient(id.substring(3)));
      } catch (IllegalArgumentException e) {
        // Looks like a key and is none: treated as any other name.
      }
    }
    return Base32.encode(Hashes.sha256(id.getBytes(StandardCharsets.UTF_8)));
  }

  /** The text of the file for these servers. It holds their secrets. */
  public static String write(List<StaticServer> servers) {
    Map<String, Object> storage = new LinkedHashMap<>();
    for (StaticServer server : servers) {
      Map<String, Object> announcement = new LinkedHashMap<>();
      announcement.put(NICKNAME, server.nickname());
      announcement.put(FURL, server.furl().text());
      announcement.put(NURLS, server.nurls().stream().map(Nurl::text).toList());
      announcement.put(SEED, server.permutationSeed());
      storage.put(server.id().longName(), Map.of("ann", announcement));
    }
    DumpSettings style =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(1000).build();
    return new Dump(style).dumpToString(Map.of("storage", storage));
  }
}
