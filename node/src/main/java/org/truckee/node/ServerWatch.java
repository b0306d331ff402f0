package org.truckee.node;

import java.util.List;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.wire.Nurl;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.foolscap.FoolscapServerConnection;
import org.truckee.wire.http.ClientLimits;
import org.truckee.wire.http.HttpServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * Makes the watch over a server: over HTTPS where it announces that, else over Foolscap ({@code
 * spec/07 §4.2}).
 */
final class ServerWatch implements AutoCloseable {
  private final ConnectionSettings settings;
  private final NodeResources resources;
  private final FreshTubs tubs;

  ServerWatch(ConnectionSettings settings, NodeResources resources) {
    this.settings = settings;
    this.resources = resources;
    this.tubs = new FreshTubs(settings, resources.random(), resources.clock());
  }

  /**
   * The watch over a server, not begun.
   *
   * @param whenConnected is run when it has been found over Foolscap
   */
  ServerConnection over(AnnouncedServer server, Runnable whenConnected) {
    List<Nurl> reachable =
        server.nurls().stream().filter(nurl -> nurl.scheme() == Nurl.Scheme.TCP).toList();
    // Whom no plain connection reaches over HTTPS may still be reached over Foolscap.
    boolean overHttps =
        !settings.forceFoolscap() && !(reachable.isEmpty() && !server.furl().hints().isEmpty());
    return overHttps
        ? new HttpServerConnection(
            resources.transport(),
            reachable,
            ClientLimits.defaults(),
            HttpServerConnection.PollOptions.defaults(),
            resources.clock())
        : new FoolscapServerConnection(
            tubs,
            Furl.parse(server.furl().text()),
            FoolscapServerConnection.WatchOptions.defaults(),
            resources.clock(),
            whenConnected);
  }

  @Override
  public void close() {
    tubs.close();
  }
}
