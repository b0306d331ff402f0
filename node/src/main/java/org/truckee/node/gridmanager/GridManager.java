package org.truckee.node.gridmanager;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.crypto.KeyFormatException;
import org.truckee.node.config.NodeException;
import org.truckee.wire.gridmanager.JsonString;

/**
 * The key of a grid manager and the servers that it vouches for: what {@code config.json} holds
 * ({@code spec/09 §10.1}). Immutable.
 */
public final class GridManager {
  private static final String VERSION = "grid_manager_config_version";
  private static final String PRIVATE_KEY = "private_key";
  private static final String SERVERS = "storage_servers";
  private static final String PUBLIC_KEY = "public_key";

  private final Ed25519Key key;
  private final Map<String, Ed25519PublicKey> servers;

  private GridManager(Ed25519Key key, Map<String, Ed25519PublicKey> servers) {
    this.key = key;
    this.servers = new LinkedHashMap<>(servers);
  }

  /** One with a new key, who knows no servers. */
  public static GridManager generate(SecureRandom random) {
    return new GridManager(Ed25519Key.generate(random), Map.of());
  }

  /**
   * The one that a configuration describes.
   *
   * @param root what the JSON says
   * @throws NodeException if it lacks something; the message repeats no secret
   */
  static GridManager of(Object root) throws NodeException {
    if (!(root instanceof Map<?, ?> fields)) {
      throw new NodeException("it is no JSON object");
    }
    if (!(fields.get(VERSION) instanceof Number version) || version.doubleValue() != 0) {
      Object found = fields.get(VERSION);
      throw new NodeException(
          "Missing or unknown version '%s' of Grid Manager config"
              .formatted(found == null ? "None" : found));
    }
    Object text = fields.get(PRIVATE_KEY);
    if (text == null) {
      throw new NodeException("'private_key' required in config");
    }
    Map<String, Ed25519PublicKey> servers = new LinkedHashMap<>();
    if (fields.get(SERVERS) instanceof Map<?, ?> entries) {
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        servers.put(String.valueOf(entry.getKey()), server(entry));
      }
    }
    return new GridManager(privateKey(text), servers);
  }

  private static Ed25519Key privateKey(Object text) throws NodeException {
    try {
      return Ed25519Key.parse(String.valueOf(text));
    } catch (KeyFormatException e) {
      throw new NodeException("Invalid Grid Manager private_key: " + e.getMessage(), e);
    }
  }

  private static Ed25519PublicKey server(Map.Entry<?, ?> entry) throws NodeException {
    if (!(entry.getValue() instanceof Map<?, ?> fields)
        || !(fields.get(PUBLIC_KEY) instanceof String text)) {
      throw new NodeException("No 'public_key' for storage server '%s'".formatted(entry.getKey()));
    }
    return publicKey(text);
  }

  private static Ed25519PublicKey publicKey(String text) throws NodeException {
    try {
      return Ed25519PublicKey.parse(text);
    } catch (KeyFormatException e) {
      throw new NodeException(
          "'%s' is no public key of a storage server; node.pubkey in its directory has it"
              .formatted(text),
          e);
    }
  }

  /** What others know it by. */
  public String publicIdentity() {
    return key.publicKey().text();
  }

  Ed25519Key key() {
    return key;
  }

  /** The servers in the order in which they were added. */
  Map<String, Ed25519PublicKey> servers() {
    return servers;
  }

  /** The key of a server. */
  Optional<Ed25519PublicKey> server(String name) {
    return Optional.ofNullable(servers.get(name));
  }

  /**
   * With one more server.
   *
   * @throws NodeException if the name is taken or cannot be used, or the key is none
   */
  public GridManager with(String name, String publicKey) throws NodeException {
    if (servers.containsKey(name)) {
      throw new NodeException("A storage-server called '%s' already exists".formatted(name));
    }
    if (name.isEmpty() || name.contains("/") || name.indexOf('\0') >= 0) {
      throw new NodeException(
          "'%s' cannot be the name of a storage-server: certificates are kept in files of that name"
              .formatted(name));
    }
    Map<String, Ed25519PublicKey> more = new LinkedHashMap<>(servers);
    more.put(name, publicKey(publicKey));
    return new GridManager(key, more);
  }

  /**
   * Without a server.
   *
   * @throws NodeException if it is not known
   */
  public GridManager without(String name) throws NodeException {
    if (!servers.containsKey(name)) {
      throw missing(name);
    }
    Map<String, Ed25519PublicKey> rest = new LinkedHashMap<>(servers);
    rest.remove(name);
    return new GridManager(key, rest);
  }

  static NodeException missing(String name) {
    return new NodeException("No storage-server called '%s' exists".formatted(name));
  }

  /** The configuration as JSON, with its secret, without a newline at its end. */
  public String json() {
    StringJoiner entries = new StringJoiner(",\n");
    servers.forEach(
        (name, server) ->
            entries.add(
                "        %s: {\n            \"%s\": \"%s\"\n        }"
                    .formatted(JsonString.quoted(name), PUBLIC_KEY, server.text())));
    String list =
        servers.isEmpty() ? "" : ",\n    \"%s\": {\n%s\n    }".formatted(SERVERS, entries);
    return "{\n    \"%s\": 0,\n    \"%s\": \"%s\"%s\n}"
        .formatted(VERSION, PRIVATE_KEY, key.text(), list);
  }
}
