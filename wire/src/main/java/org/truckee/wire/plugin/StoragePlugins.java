package org.truckee.wire.plugin;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage plugins of this system, by name. */
public final class StoragePlugins {
  private static final Logger LOG = LoggerFactory.getLogger(StoragePlugins.class);

  private final Map<String, StoragePlugin> plugins = new TreeMap<>();

  private StoragePlugins() {}

  /** Those that are on the class path; one that cannot be loaded is set aside. */
  public static StoragePlugins installed() {
    StoragePlugins found = new StoragePlugins();
    var providers = ServiceLoader.load(StoragePlugin.class).stream().iterator();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          StoragePlugin plugin = providers.next().get();
          found.plugins.putIfAbsent(plugin.name(), plugin);
        }
      } catch (ServiceConfigurationError e) {
        LOG.warn("a storage plugin cannot be loaded: {}", e.getMessage());
      }
    }
    return found;
  }

  /** The plugin with that name. */
  public Optional<StoragePlugin> find(String name) {
    return Optional.ofNullable(plugins.get(name));
  }
}
