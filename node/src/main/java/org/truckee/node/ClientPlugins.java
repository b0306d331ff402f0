package org.truckee.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.http.HttpServer;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.foolscap.FoolscapServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.PluginOffer;
import org.truckee.wire.plugin.StoragePlugin;
import org.truckee.wire.plugin.StoragePlugins;

/** The storage plugins by which a client uses servers ({@code spec/07 §14}). */
final class ClientPlugins {
  private final Map<String, Enabled> enabled = new LinkedHashMap<>();

  /** A plugin with the options that the operator has given it. */
  private record Enabled(StoragePlugin plugin, Map<String, String> options) {}

  /**
   * Those that a configuration names.
   *
   * @param wanted their options by name
   * @throws ConfigurationException if one is not installed
   */
  ClientPlugins(Map<String, Map<String, String>> wanted, StoragePlugins installed)
      throws ConfigurationException {
    for (Map.Entry<String, Map<String, String>> entry : wanted.entrySet()) {
      StoragePlugin plugin =
          installed
              .find(entry.getKey())
              .orElseThrow(() -> new ConfigurationException(missing(entry.getKey())));
      enabled.put(entry.getKey(), new Enabled(plugin, entry.getValue()));
    }
  }

  private static String missing(String name) {
    return """
    Missing Plugin
    The configuration requests a plugin:

        %s

    ...which cannot be found.
    Put its jar on the class path, or take it out of [client]storage.plugins.\
    """
        .formatted(name);
  }

  /** The first of the offers of a server that can be used. */
  Optional<PluginOffer> chosen(AnnouncedServer server) {
    return server.offers().stream().filter(offer -> enabled.containsKey(offer.name())).findFirst();
  }

  /** What makes clients of the object in an offer that was chosen. */
  FoolscapServerConnection.Client client(PluginOffer offer) {
    Enabled chosen = enabled.get(offer.name());
    return object -> chosen.plugin().client(chosen.options(), offer.announcement(), object);
  }

  /** What the web API shows of them, by name. */
  Map<String, HttpServer.Handlers> web() {
    Map<String, HttpServer.Handlers> resources = new LinkedHashMap<>();
    enabled.forEach(
        (name, known) ->
            known.plugin().web(known.options()).ifPresent(web -> resources.put(name, web)));
    return resources;
  }
}
