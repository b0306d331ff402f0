package org.truckee.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageStatistics;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.wire.Nurl;
import org.truckee.wire.Swissnum;
import org.truckee.wire.foolscap.FoolscapStorageServer;
import org.truckee.wire.http.StorageHttpServer;
import org.truckee.wire.introducer.AnnouncedServer;

/**
 * The storage server of a node: its share store, offered over Foolscap and HTTPS at one port
 * ({@code spec/05 §11}, {@code spec/06 §4.9}).
 */
final class StorageService implements AutoCloseable {
  private static final Pattern TCP_HINT =
      Pattern.compile("tcp:(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+):([0-9]{1,5})");

  /** What every connection of Foolscap begins with, and none of TLS. */
  private static final String FOOLSCAP = "GET /id/";

  private final DiskStorageServer store;
  private final NodeTub tub;
  private final Optional<StorageHttpServer> server;
  private final int port;
  private final AnnouncedServer announcement;

  private StorageService(
      DiskStorageServer store,
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
    Furl furl = directory.storageFurl(certificate.tubId(), tub.hints());
    DiskStorageServer store = store(settings, certificate, resources);
    try {
      nodeTub.tub().publish(furl.name(), FoolscapStorageServer.of(store));
      Optional<StorageHttpServer> server =
          settings.forceFoolscap()
              ? Optional.empty()
              : Optional.of(serve(store, nodeTub, certificate, furl, resources));
      int port = server.isPresent() ? server.get().port() : nodeTub.listen();
      List<Nurl> nurls = server.isPresent() ? nurls(tub.hints(), certificate, furl) : List.of();
      return new StorageService(
          store,
          nodeTub,
          server,
          port,
          new AnnouncedServer(
              key.publicKey().serverId(), configuration.nickname(), seed, furl, nurls));
    } catch (NodeException | RuntimeException e) {
      nodeTub.close();
      closeStore(store);
      throw e;
    }
  }

  private static DiskStorageServer store(
      StorageSettings settings, NodeCertificate certificate, NodeResources resources)
      throws NodeException {
    try {
      return DiskStorageServer.start(options(settings, certificate, resources));
    } catch (StorageException e) {
      throw new NodeException("the storage cannot be served: " + e.getMessage(), e);
    }
  }

  /** What the store is told. */
  static DiskStorageOptions options(
      StorageSettings settings, NodeCertificate certificate, NodeResources resources) {
    return DiskStorageOptions.of(settings.directory(), certificate.tubId())
        .withClock(resources.clock())
        .withReservedSpace(settings.reservedSpace())
        .withReadOnly(settings.readOnly())
        .withDurable(settings.durable())
        .withApplicationVersion(TruckeeVersion.text());
  }

  private static StorageHttpServer serve(
      DiskStorageServer store,
      NodeTub tub,
      NodeCertificate certificate,
      Furl furl,
      NodeResources resources)
      throws NodeException {
    Endpoint endpoint = tub.address().orElseThrow().endpoint();
    try {
      return StorageHttpServer.builder(store)
          .sharing(new OtherProtocol(FOOLSCAP, tub.tub()::accept))
          .certificate(certificate)
          .swissnum(new Swissnum(furl.name()))
          .listen(InetAddress.getByName(endpoint.address().orElse("0.0.0.0")), endpoint.port())
          .transport(resources.transport())
          .memory(resources.memory())
          .clock(resources.clock())
          .start();
    } catch (UnknownHostException e) {
      throw new NodeException(
          "[node]tub.port: '%s' is no address of this machine"
              .formatted(endpoint.address().orElse("")),
          e);
    } catch (IOException e) {
      throw new NodeException(
          ("the storage server %s. Is another program using the port? Stop it, or choose another"
                  + " with tub.port and tub.location in tahoe.cfg")
              .formatted(e.getMessage()),
          e);
    }
  }

  /** One for each plain TCP hint; others mean nothing over HTTPS ({@code spec/05 §11}). */
  private static List<Nurl> nurls(List<String> hints, NodeCertificate certificate, Furl furl)
      throws NodeException {
    List<Nurl> nurls = new ArrayList<>();
    for (String hint : hints) {
      Matcher tcp = TCP_HINT.matcher(hint);
      if (tcp.matches()) {
        String host = tcp.group(1).replaceAll("[\\[\\]]", "");
        try {
          int port = Integer.parseInt(tcp.group(2));
          nurls.add(
              new Nurl(
                  Nurl.Scheme.TCP, certificate.spkiHash(), host, port, new Swissnum(furl.name())));
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

  /** What it has done and what it has left. */
  StorageStatistics statistics() {
    return store.statistics();
  }

  /** Ends the connections first, so that no request meets a closed store. */
  @Override
  public void close() {
    server.ifPresent(StorageHttpServer::close);
    tub.close();
    closeStore(store);
  }

  private static void closeStore(DiskStorageServer store) {
    try {
      store.close();
    } catch (Exception e) {
      throw new IllegalStateException("the share store does not close", e);
    }
  }
}
