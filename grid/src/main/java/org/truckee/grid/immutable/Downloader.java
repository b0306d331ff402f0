package org.truckee.grid.immutable;

import java.io.IOException;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridResources;
import org.truckee.grid.RepairResult;
import org.truckee.grid.UnusableCapabilityException;

/** Opens the immutable files of a grid for reading, checks and repairs their shares. */
public final class Downloader implements AutoCloseable {
  private final DownloadTools tools;
  private final OpenFiles files;
  private final Checker checker;
  private final Repairer repairer;

  /** A downloader whose files share the workers, and what it learns of the servers' speed. */
  public Downloader(GridResources resources) {
    this.tools = DownloadTools.of(resources);
    this.files = new OpenFiles(tools, resources.clock());
    this.checker = new Checker(tools, resources.leaseSecret());
    this.repairer = new Repairer(tools, checker, resources);
  }

  /**
   * Opens a file in shares; nothing is asked of the servers yet.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException {
    return new ChkFile(cap, files.open(cap.verifyCap()));
  }

  /** Opens a literal file. */
  public ImmutableFile open(LiteralCap cap) {
    return new LiteralFile(cap);
  }

  /**
   * Checks the shares of a file.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public CheckResult check(ChkVerifyCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return checker.check(cap, options);
  }

  /**
   * Checks the shares of a file and makes those again that are missing or damaged.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public RepairResult checkAndRepair(ChkVerifyCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return repairer.checkAndRepair(cap, options);
  }

  /** Ends what is under way in the background. */
  @Override
  public void close() {
    tools.background().close();
  }
}
