package org.truckee.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Tub;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeConfiguration.OfferSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.storage.LocalStorageServer;
import org.truckee.wire.gridmanager.SignedCertificate;
import org.truckee.wire.introducer.PluginOffer;
import org.truckee.wire.plugin.StoragePlugin;
import org.truckee.wire.plugin.StoragePlugins;

/** How the storage server of a node is offered to others ({@code spec/09 §6.1}). */
final class Offer {
  private final NodeDirectory directory;
  private final OfferSettings settings;
  private final TubId tubId;
  private final List<String> hints;
  private final StoragePlugins installed = StoragePlugins.installed();

  /**
   * As an operator wants it.
   *
   * @throws ConfigurationException if a plugin is not installed, or if nobody could use the server
   */
  Offer(NodeDirectory directory, OfferSettings settings, TubId tubId, List<String> hints)
      throws ConfigurationException {
    this.directory = directory;
    this.settings = settings;
    this.tubId = tubId;
    this.hints = hints;
    TreeSet<String> unknown = new TreeSet<>(settings.plugins().keySet());
    unknown.removeIf(name -> installed.find(name).isPresent());
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          ("'%s' [storage]plugins: Storage plugins {%s} are enabled but not known on this system;"
                  + " put their jars on the class path, or take their names out")
              .formatted(
                  directory.path().resolve("tahoe.cfg"),
                  unknown.stream().map("'%s'"::formatted).collect(Collectors.joining(", "))));
    }
    if (!settings.anonymous() && settings.plugins().isEmpty()) {
      throw new ConfigurationException(
          "[storage]anonymous = false, and [storage]plugins names no plugin: nobody could use the"
              + " storage; set enabled = false if that is what you want");
    }
  }

  /** The FURL by which everybody can use it who knows it. */
  Optional<Furl> anonymous() throws NodeException {
    return settings.anonymous()
        ? Optional.of(directory.furls().storage(tubId, hints))
        : Optional.empty();
  }

  /** Publishes what plugins serve. */
  List<PluginOffer> plugins(Tub tub, LocalStorageServer store) throws NodeException {
    List<PluginOffer> offers = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> entry : settings.plugins().entrySet()) {
      String name = entry.getKey();
      StoragePlugin.AnnounceableStorageServer served;
      try {
        served = installed.find(name).orElseThrow().server(entry.getValue(), store);
      } catch (IOException | RuntimeException e) {
        throw new NodeException(
            "the storage plugin '%s' does not start: %s".formatted(name, e.getMessage()), e);
      }
      Furl furl = directory.furls().plugin(name, tubId, hints);
      tub.publish(furl.name(), served.storageServer());
      offers.add(new PluginOffer(name, furl, served.announcement()));
    }
    return offers;
  }

  /** What the server is known by if only plugins can use it. */
  Furl first(List<PluginOffer> offers) {
    return offers.getFirst().furl();
  }

  /** What it shows of grid managers. */
  Optional<List<SignedCertificate>> certificates() throws NodeException {
    return settings.certificates().isPresent()
        ? Optional.of(directory.certificates(settings.certificates().get()))
        : Optional.empty();
  }
}
