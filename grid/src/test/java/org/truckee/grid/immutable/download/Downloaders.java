package org.truckee.grid.immutable.download;

import java.time.Clock;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.Servers;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/** A downloader for tests of single stations, with threads of its own. */
final class Downloaders implements AutoCloseable {
  private final Workers workers = new Workers(1);
  private final Background background = new Background();
  private final Downloader downloader;

  Downloaders(Servers servers, DownloadLimits limits) {
    this.downloader =
        new Downloader(
            new RankedServers(servers, ServerOrder.WITHOUT_PREFERENCE, new ServerLatencies()),
            limits,
            DownloadMemory.of(new MemoryBudget(1 << 20), limits),
            new BlockBuffers(1),
            workers,
            new CorruptionNotices(background),
            background,
            new History(Clock.systemUTC()));
  }

  Downloader get() {
    return downloader;
  }

  /** Of a download that nobody looks at. */
  static DownloadStatus unrecorded() {
    return new History(Clock.systemUTC())
        .unrecordedDownload(new StorageIndex(new byte[StorageIndex.LENGTH]), 1);
  }

  @Override
  public void close() {
    background.close();
    workers.close();
  }
}
