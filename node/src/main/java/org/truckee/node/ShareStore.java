package org.truckee.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.UpkeepSettings;
import org.truckee.storage.StorageException;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.upkeep.FoundContainer;
import org.truckee.storage.upkeep.Pace;
import org.truckee.storage.upkeep.StorageFigures;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.storage.upkeep.StorageUpkeep;
import org.truckee.storage.upkeep.UpkeepOptions;
import org.truckee.web.api.ShareLease;

/** The shares of a node: the server that keeps them, and the crawlers that look after them. */
final class ShareStore implements AutoCloseable {
  private final DiskStorageServer server;
  private final StorageUpkeep upkeep;

  private ShareStore(DiskStorageServer server, StorageUpkeep upkeep) {
    this.server = server;
    this.upkeep = upkeep;
  }

  /**
   * Opens the store.
   *
   * @throws NodeException if the storage directory cannot be served
   */
  static ShareStore open(
      StorageSettings settings, NodeCertificate certificate, NodeResources resources)
      throws NodeException {
    try {
      DiskStorageServer server = DiskStorageServer.start(options(settings, certificate, resources));
      return new ShareStore(
          server, StorageUpkeep.start(server.shares(), upkeep(settings, resources)));
    } catch (StorageException e) {
      throw new NodeException("the storage cannot be served: " + e.getMessage(), e);
    }
  }

  /** What the server is told. */
  static DiskStorageOptions options(
      StorageSettings settings, NodeCertificate certificate, NodeResources resources) {
    return DiskStorageOptions.of(settings.directory(), certificate.tubId())
        .withClock(resources.clock())
        .withReservedSpace(settings.reservedSpace())
        .withReadOnly(settings.readOnly())
        .withDurable(settings.durable())
        .withDiscarding(settings.discarding())
        .withApplicationVersion(TruckeeVersion.text());
  }

  private static UpkeepOptions upkeep(StorageSettings settings, NodeResources resources) {
    UpkeepSettings upkeep = settings.upkeep();
    LongSupplier nanos = System::nanoTime;
    return UpkeepOptions.of(settings.directory(), upkeep.expiration())
        .withPace(upkeep.pace(Pace.OF_COUNTER), upkeep.pace(Pace.OF_LEASE_CHECKER))
        .withClocks(resources.clock(), nanos);
  }

  /** The server. */
  DiskStorageServer server() {
    return server;
  }

  /** How it stands, for status pages. */
  StorageReport report() {
    return upkeep.report(server.statistics());
  }

  /** The leases of all shares of a file. */
  List<ShareLease> leases(StorageIndex index) throws IOException, InterruptedException {
    List<ShareLease> leases = new ArrayList<>();
    for (FoundContainer found : server.shares().bucket(index.toString()).shares()) {
      if (found instanceof FoundContainer.Sound sound) {
        leases.add(
            new ShareLease(
                sound.number().value(),
                sound.expirations().stream().map(Instant::ofEpochSecond).toList()));
      }
    }
    return leases;
  }

  /** Its statistics under the names that programs know. */
  StorageFigures figures() {
    return StorageFigures.of(server.statistics(), upkeep.buckets());
  }

  /** The crawlers first: they use what the server gives. */
  @Override
  public void close() {
    upkeep.close();
    try {
      server.close();
    } catch (StorageException e) {
      throw new IllegalStateException("the share store does not close", e);
    }
  }
}
