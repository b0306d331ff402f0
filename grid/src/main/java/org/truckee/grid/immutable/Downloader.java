package org.truckee.grid.immutable;

import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.GridResources;
import org.truckee.grid.UnusableCapabilityException;

/** Opens the immutable files of a grid for reading. Thread-safe. */
public final class Downloader implements AutoCloseable {
  private final DownloadTools tools;

  /** A downloader whose files share the workers, and what it learns of the servers' speed. */
  public Downloader(GridResources resources) {
    this.tools =
        DownloadTools.of(
            resources.servers(),
            resources.order(),
            resources.workers(),
            resources.downloadLimits());
  }

  /**
   * Opens a file in shares; nothing is asked of the servers yet.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException {
    return new ChkFile(cap, CrypttextFile.of(cap.verifyCap(), tools));
  }

  /** Opens a literal file. */
  public ImmutableFile open(LiteralCap cap) {
    return new LiteralFile(cap);
  }

  /** Ends what is under way in the background. */
  @Override
  public void close() {
    tools.background().close();
  }
}
