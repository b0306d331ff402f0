package org.truckee.grid.immutable;

import org.truckee.grid.DownloadLimits;
import org.truckee.grid.ServerOrder;
import org.truckee.grid.Servers;
import org.truckee.grid.Workers;

/** What all downloads of a grid share. */
record DownloadTools(
    Servers servers,
    ServerOrder order,
    Workers workers,
    DownloadLimits limits,
    BlockBuffers buffers,
    ServerPaces paces,
    CorruptionNotices notices,
    Background background) {
  /** Bytes of arrays that are kept for a second use: what two long downloads have under way. */
  private static final long KEPT_ARRAYS = 24L << 20;

  static DownloadTools of(
      Servers servers, ServerOrder order, Workers workers, DownloadLimits limits) {
    Background background = new Background();
    return new DownloadTools(
        servers,
        order,
        workers,
        limits,
        new BlockBuffers(KEPT_ARRAYS),
        new ServerPaces(),
        new CorruptionNotices(background),
        background);
  }
}
