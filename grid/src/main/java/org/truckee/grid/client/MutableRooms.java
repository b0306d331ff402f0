package org.truckee.grid.client;

import java.time.Duration;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.immutable.download.DownloadTools;
import org.truckee.grid.mutable.check.MutableChecker;
import org.truckee.grid.mutable.file.KeyPool;
import org.truckee.grid.mutable.file.MutableFiles;
import org.truckee.grid.mutable.file.RandomBackOff;
import org.truckee.grid.mutable.file.Updating;
import org.truckee.grid.mutable.file.Versions;
import org.truckee.grid.mutable.file.Writing;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.publish.Rebuilder;
import org.truckee.grid.mutable.publish.Updater;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.servers.Patience;

/** The rooms for mutable files put together. */
final class MutableRooms implements AutoCloseable {
  /** A burst of so many new files does not wait for keys. */
  private static final int KEYS = 8;

  /** So many times the time after which a download looks elsewhere, as for immutable files. */
  private static final int STRAGGLE_FACTOR = 2;

  private final KeyPool keys;
  private final MutableFiles files;

  MutableRooms(
      GridResources grid, DownloadTools downloads, MutableFormat format, Duration backOff) {
    Patience reading =
        Patience.of(grid.downloadLimits().questionPatience(), grid.uploadLimits().queryLimit());
    Mapper mapper =
        new Mapper(
            grid.servers(),
            grid.order(),
            grid.encoding(),
            grid.leaseSecret(),
            downloads.latencies(),
            downloads.notices(),
            reading,
            grid.downloadLimits().hedgeCeiling().multipliedBy(STRAGGLE_FACTOR));
    Retriever retriever =
        new Retriever(
            grid.downloadLimits(), grid.downloadMemory(), grid.workers(), downloads.latencies());
    Patience writing =
        Patience.of(
            grid.uploadLimits().stragglerGrace().multipliedBy(5), grid.uploadLimits().stallLimit());
    Publisher publisher =
        new Publisher(
            mapper,
            grid.leaseSecret(),
            downloads.latencies(),
            writing,
            grid.uploadMemory(),
            grid.workers(),
            grid.random());
    Rebuilder rebuilder = new Rebuilder(publisher, retriever);
    MutableChecker checker =
        new MutableChecker(mapper, retriever, publisher, rebuilder, downloads.latencies());
    Versions versions = new Versions(mapper, retriever, downloads.latencies());
    Writing overwriting = new Writing(versions, publisher, rebuilder, grid.encoding());
    Updating updating =
        new Updating(mapper, versions, overwriting, new Updater(publisher, retriever), checker);
    this.keys = new KeyPool(KEYS, grid.workers());
    this.files =
        new MutableFiles(
            versions,
            overwriting,
            updating,
            checker,
            keys,
            grid.encoding(),
            format,
            () -> new RandomBackOff(grid.random(), backOff));
  }

  MutableFiles files() {
    return files;
  }

  /** No more keys are made. */
  @Override
  public void close() {
    keys.close();
  }
}
