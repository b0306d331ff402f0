package org.truckee.grid.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.truckee.capability.ChkCap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.grid.Blacklist;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.RepairResult;
import org.truckee.grid.Source;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.transfer.Background;

/** A grid whose mutable files are in memory; all else is as in the one behind it. */
final class MemoryGrid implements Grid {
  private final Grid behind;
  private final MemoryMutableFiles files;
  private final Background background = new Background();
  private final NodeMaker nodes;
  private final Map<ChkReadCap, byte[]> immutable = new ConcurrentHashMap<>();

  MemoryGrid(Grid behind, MemoryMutableFiles files, Supplier<Blacklist> blacklist, Clock clock) {
    this.behind = behind;
    this.files = files;
    this.nodes = new NodeMaker(this, blacklist, clock, background);
  }

  @Override
  public FilesystemNode node(CapSlots slots) {
    return nodes.node(slots);
  }

  @Override
  public Directory createDirectory(NewDirectory directory)
      throws IOException, InterruptedException {
    return nodes.createDirectory(directory);
  }

  @Override
  public MutableFile open(MutableFileCap cap) {
    return files.open(cap);
  }

  @Override
  public MutableFile createMutable(InitialContents contents, MutableOptions options)
      throws IOException {
    return files.create(contents, options);
  }

  @Override
  public ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException {
    byte[] contents = immutable.get(cap);
    return contents == null ? behind.open(cap) : new MemoryImmutableFile(cap, contents);
  }

  /** Puts an immutable file there which has this cap although its contents do not. */
  void put(ChkReadCap cap, byte[] contents) {
    immutable.put(cap, contents.clone());
  }

  @Override
  public ImmutableFile open(LiteralCap cap) {
    return behind.open(cap);
  }

  @Override
  public CheckResult check(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return behind.check(cap, options);
  }

  @Override
  public RepairResult checkAndRepair(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return behind.checkAndRepair(cap, options);
  }

  @Override
  public UploadResult upload(Source source, UploadOptions options)
      throws IOException, InterruptedException {
    return behind.upload(source, options);
  }

  @Override
  public UploadResult upload(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    return behind.upload(in, options);
  }

  @Override
  public SpooledSource spool(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    return behind.spool(in, options);
  }

  @Override
  public void close() {
    background.close();
    behind.close();
  }
}
