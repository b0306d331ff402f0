package org.truckee.grid.immutable.download;

import org.truckee.grid.DownloadLimits;
import org.truckee.grid.Servers;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/**
 * What all downloads of a grid share. Verifications have memory of their own: they always go on,
 * while a reader may rest for ever.
 */
public record DownloadTools(
    Servers servers,
    ServerOrder order,
    Workers workers,
    DownloadLimits limits,
    MemoryBudget memory,
    MemoryBudget verifyMemory,
    BlockBuffers buffers,
    ServerLatencies latencies,
    CorruptionNotices notices,
    Background background) {

  public static DownloadTools of(GridResources resources) {
    Background background = new Background();
    return new DownloadTools(
        resources.servers(),
        resources.order(),
        resources.workers(),
        resources.downloadLimits(),
        resources.downloadMemory(),
        resources.verifyMemory(),
        resources.buffers(),
        resources.latencies(),
        new CorruptionNotices(background),
        background);
  }
}
