package org.truckee.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.Furl;
import org.truckee.http.OtherProtocol;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.wire.Nurl;
import org.truckee.wire.Swissnum;
import org.truckee.wire.foolscap.FoolscapStorageServer;
import org.truckee.wire.gridmanager.SignedCertificate;
import org.truckee.wire.http.StorageHttpServer;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.PluginOffer;

/**
 * The storage server of a node: its share store, offered over Foolscap and HTTPS at one port
 * ({@code spec/05 §11}, {@code spec/06 §4.9}).
 */
final class StorageService implements AutoCloseable {
  // Groups: 1 type, 2 host, 3 port. Only onion services are reached over HTTPS through Tor.
  private static final Pattern HTTPS_HINT =
      Pattern.compile(
          "(?:(?=tcp:)|(?=tor:[^:]+\\.onion:))(tcp:|tor:)"
              + "(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+):([0-9]{1,5})");

  /** What every connection of Foolscap begins with, and none of TLS. */
  private static final String FOOLSCAP = "GET /id/";

  private final ShareStore store;
  private final NodeTub tub;
  private final Optional<StorageHttpServer> server;
  private final int port;
  private final AnnouncedServer announcement;

  private StorageService(
      ShareStore store,
      NodeTub tub,
      Optional<StorageHttpServer> server,
      int port,
      AnnouncedServer announcement) {
    this.store = store;
    this.tub = tub;
    this.server = server;
    this.port = port;
    this.announcement = announcement;
  }

  /** Starts to serve. */
  static StorageService start(
      NodeDirectory directory,
      NodeConfiguration configuration,
      NodeCertificate certificate,
      Ed25519Key key,
      NodeTub nodeTub,
      NodeResources resources)
      throws NodeException {
    StorageSettings settings = configuration.storage().orElseThrow();
    TubAddress tub =
        nodeTub
            .address()
            .orElseThrow(
                () ->
                    new NodeException(
                        "config error: storage is enabled, but tub is not listening ('tub.port='"
                            + " is empty)"));
    // Before the store makes its first folders: the seed depends on whether there are shares.
    String seed = directory.permutationSeed(certificate, key, settings.directory());
    Offer offer = new Offer(directory, settings.offer(), certificate.tubId(), tub.hints());
    Optional<List<SignedCertificate>> certificates = offer.certificates();
    ShareStore store = ShareStore.open(settings, certificate, resources);
    try {
      Optional<StorageHttpServer> server = Optional.empty();
      List<Nurl> nurls = List.of();
      Optional<Furl> furl = offer.anonymous();
      if (furl.isPresent()) {
        nodeTub.tub().publish(furl.get().name(), FoolscapStorageServer.of(store.server()));
      }
      List<PluginOffer> plugins = offer.plugins(nodeTub.tub(), store.server());
      if (furl.isPresent() && !settings.forceFoolscap() && !nodeTub.ports().isEmpty()) {
        nurls = nurls(tub.hints(), certificate, furl.get());
        server = Optional.of(serve(store.server(), nodeTub, certificate, furl.get(), resources));
      }
      int port = server.isPresent() ? server.get().port() : nodeTub.listen();
      return new StorageService(
          store,
          nodeTub,
          server,
          port,
          new AnnouncedServer(
              key.publicKey().serverId(),
              configuration.nickname(),
              seed,
              furl.isPresent() ? furl.get() : offer.first(plugins),
              nurls,
              furl.isPresent(),
              plugins,
              certificates));
    } catch (NodeException | RuntimeException e) {
      nodeTub.close();
      store.close();
      throw e;
    }
  }

  private static StorageHttpServer serve(
      DiskStorageServer store,
      NodeTub tub,
      NodeCertificate certificate,
      Furl furl,
      NodeResources resources)
      throws NodeException {
    StorageHttpServer.Builder server =
        StorageHttpServer.builder(store)
            .sharing(new OtherProtocol(FOOLSCAP, tub.tub()::accept))
            .certificate(certificate)
            .swissnum(new Swissnum(furl.name()))
            .transport(resources.transport())
            .memory(resources.memory());
    for (Endpoint endpoint : tub.ports()) {
      InetSocketAddress bound = NodeTub.bound(endpoint);
      server.listen(bound.getAddress(), bound.getPort(), endpoint.backlog());
    }
    try {
      return server.start();
    } catch (IOException e) {
      throw new NodeException(
          ("the storage server %s. Is another program using the port? Stop it, or choose another"
                  + " with tub.port and tub.location in tahoe.cfg")
              .formatted(e.getMessage()),
          e);
    }
  }

  /** One for each TCP and onion hint; others mean nothing over HTTPS ({@code spec/05 §11}). */
  private static List<Nurl> nurls(List<String> hints, NodeCertificate certificate, Furl furl)
      throws NodeException {
    List<Nurl> nurls = new ArrayList<>();
    for (String hint : hints) {
      Matcher form = HTTPS_HINT.matcher(hint);
      if (form.matches()) {
        Nurl.Scheme scheme = form.group(1).equals("tor:") ? Nurl.Scheme.TOR : Nurl.Scheme.TCP;
        String host = form.group(2).replaceAll("[\\[\\]]", "");
        try {
          int port = Integer.parseInt(form.group(3));
          nurls.add(
              new Nurl(scheme, certificate.spkiHash(), host, port, new Swissnum(furl.name())));
        } catch (IllegalArgumentException e) {
          throw new NodeException(
              "[node]tub.location '%s' cannot be used: %s".formatted(hint, e.getMessage()), e);
        }
      }
    }
    return nurls;
  }

  /** What clients have to know of it. */
  AnnouncedServer announcement() {
    return announcement;
  }

  int port() {
    return port;
  }

  /** The shares that it serves. */
  ShareStore store() {
    return store;
  }

  /** Ends the connections first, so that no request meets a closed store. */
  @Override
  public void close() {
    server.ifPresent(StorageHttpServer::close);
    tub.close();
    store.close();
  }
}
