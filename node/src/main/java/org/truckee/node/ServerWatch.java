package org.truckee.node;

import java.util.Map;
import java.util.Optional;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.wire.FallbackConnection;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.foolscap.FoolscapServerConnection;
import org.truckee.wire.foolscap.FoolscapServerConnection.WatchOptions;
import org.truckee.wire.http.ClientLimits;
import org.truckee.wire.http.HttpServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.PluginOffer;
import org.truckee.wire.network.Routes;

/**
 * Makes the watch over a server ({@code spec/07 §4.2}): over HTTPS where it announces that, by way
 * of a storage plugin, or over plain Foolscap. A server that announces HTTPS is used over Foolscap
 * while it does not answer over HTTPS.
 */
final class ServerWatch implements AutoCloseable {
  private final ConnectionSettings settings;
  private final Ways ways;
  private final ClientPlugins plugins;
  private final NodeResources resources;
  private final FreshTubs tubs;

  /**
   * How servers are reached.
   *
   * @param usual all those about which nothing else was said
   * @param named the others, by their names
   */
  record Ways(Routes usual, Map<String, Routes> named) {
    Routes to(AnnouncedServer server) {
      return named.getOrDefault(server.id(), usual);
    }
  }

  ServerWatch(
      ConnectionSettings settings, Ways ways, ClientPlugins plugins, NodeResources resources) {
    this.settings = settings;
    this.ways = ways;
    this.plugins = plugins;
    this.resources = resources;
    this.tubs = new FreshTubs(settings, resources.random(), resources.clock());
  }

  /**
   * The watch over a server, not begun.
   *
   * @param whenConnected is run when it has been found over Foolscap
   */
  ServerConnection over(AnnouncedServer server, Runnable whenConnected) {
    Routes routes = ways.to(server);
    if (settings.forceFoolscap() || !HttpServerConnection.leadsTo(server.nurls(), routes)) {
      return overFoolscap(server, routes, whenConnected);
    }
    ServerConnection overHttps =
        new HttpServerConnection(
            resources.transport(),
            server.nurls(),
            routes,
            ClientLimits.defaults(),
            isNear(server, routes)
                ? HttpServerConnection.PollOptions.defaults()
                : HttpServerConnection.PollOptions.farAway(),
            resources.clock());
    return server.furl().hints().isEmpty()
        ? overHttps
        : new FallbackConnection(
            overHttps,
            () -> overFoolscap(server, routes, whenConnected),
            FallbackConnection.Patience.defaults());
  }

  /** Whether a direct connection leads to it: others take longer, and burden many machines. */
  private static boolean isNear(AnnouncedServer server, Routes routes) {
    return server.furl().hints().stream()
        .flatMap(hint -> hint.type().flatMap(routes::to).stream())
        .anyMatch(family -> !family.hides());
  }

  private ServerConnection overFoolscap(
      AnnouncedServer server, Routes routes, Runnable whenConnected) {
    WatchOptions patience =
        isNear(server, routes) ? WatchOptions.defaults() : WatchOptions.farAway();
    Optional<PluginOffer> offer = plugins.chosen(server);
    if (offer.isPresent()) {
      return new FoolscapServerConnection(
          tubs.by(routes),
          offer.get().furl(),
          plugins.client(offer.get()),
          patience,
          resources.clock(),
          whenConnected);
    }
    if (!server.anonymous()) {
      return new UnusableServer(server);
    }
    return new FoolscapServerConnection(
        tubs.by(routes), server.furl(), patience, resources.clock(), whenConnected);
  }

  @Override
  public void close() {
    tubs.close();
  }
}
