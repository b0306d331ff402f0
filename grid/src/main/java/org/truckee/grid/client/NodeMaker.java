package org.truckee.grid.client;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.KnownCapability;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.UnknownCapability;
import org.truckee.capability.VerifyCap;
import org.truckee.grid.Blacklist;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.Directory;
import org.truckee.grid.FileContents;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.InitialContents;
import org.truckee.grid.KnownNode;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.RepairResult;
import org.truckee.grid.Source;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.VerifierNode;
import org.truckee.grid.directory.Directories;
import org.truckee.grid.directory.DirectoryTools;
import org.truckee.grid.transfer.Background;

/** The one place that makes nodes of capabilities ({@code spec/03 §4}). Asks no server. */
final class NodeMaker implements DirectoryTools {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMaker.class);

  private final Grid grid;
  private final Supplier<Blacklist> blacklist;
  private final Directories directories;

  /**
   * Makes the nodes of one grid.
   *
   * @param blacklist what is prohibited at the moment; asked for every node
   * @param background runs writes of directories, and ends them with the grid
   */
  NodeMaker(Grid grid, Supplier<Blacklist> blacklist, Clock clock, Background background) {
    this.grid = grid;
    this.blacklist = blacklist;
    this.directories = new Directories(this, clock, background);
  }

  @Override
  public FilesystemNode node(CapSlots slots) {
    return slots
        .best()
        .flatMap(this::known)
        .<FilesystemNode>map(this::unlessProhibited)
        .orElseGet(slots::unknown);
  }

  /** Empty for what no node of a known kind is made of: also verify caps of most kinds. */
  private Optional<KnownNode> known(Capability cap) {
    return switch (cap) {
      case UnknownCapability _ -> Optional.empty();
      case KnownCapability known -> known(known);
    };
  }

  private Optional<KnownNode> known(KnownCapability cap) {
    return switch (cap) {
      case ChkReadCap chk -> Optional.of(open(chk));
      case LiteralCap literal -> Optional.of(open(literal));
      case ChkVerifyCap verify -> Optional.of(new ChkVerifierNode(grid, verify));
      case VerifyCap _ -> Optional.empty();
      case MutableWriteCap write -> Optional.of(new MutableFileNode(grid, write));
      case MutableReadCap read -> Optional.of(new MutableFileNode(grid, read));
      case DirectoryWriteCap write -> Optional.of(directories.open(write));
      case DirectoryReadCap read -> Optional.of(directories.open(read));
    };
  }

  private KnownNode unlessProhibited(KnownNode node) {
    Blacklist current = blacklist.get();
    if (current.isEmpty()) {
      return node;
    }
    Optional<String> reason = current.reason(node.storageIndex());
    reason.ifPresent(
        why -> LOG.info("the use of {} is prohibited: {}", node.storageIndex().orElse(null), why));
    return reason.<KnownNode>map(why -> new ProhibitedNode(node.cap(), why)).orElse(node);
  }

  @Override
  public ImmutableFileNode open(ChkReadCap cap) {
    return new ChkNode(grid, cap);
  }

  @Override
  public ImmutableFileNode open(LiteralCap cap) {
    return new LiteralNode(grid, cap);
  }

  @Override
  public MutableFile open(MutableFileCap cap) {
    return grid.open(cap);
  }

  @Override
  public MutableFile create(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException {
    return grid.createMutable(contents, options);
  }

  @Override
  public UploadResult upload(Source contents, UploadOptions options)
      throws IOException, InterruptedException {
    return grid.upload(contents, options);
  }

  Directory createDirectory(NewDirectory directory) throws IOException, InterruptedException {
    return directories.create(directory);
  }

  private record ChkNode(Grid grid, ChkReadCap cap) implements ImmutableFileNode {
    @Override
    public long size() {
      return cap.size();
    }

    @Override
    public FileContents contents() throws UnusableCapabilityException {
      return grid.open(cap);
    }

    @Override
    public Optional<CheckResult> check(CheckOptions options)
        throws IOException, InterruptedException {
      return Optional.of(grid.check(cap, options));
    }

    @Override
    public Optional<RepairResult> checkAndRepair(CheckOptions options)
        throws IOException, InterruptedException {
      return Optional.of(grid.checkAndRepair(cap, options));
    }
  }

  private record LiteralNode(Grid grid, LiteralCap cap) implements ImmutableFileNode {
    @Override
    public long size() {
      return cap.size();
    }

    @Override
    public FileContents contents() {
      return grid.open(cap);
    }

    @Override
    public Optional<CheckResult> check(CheckOptions options) {
      return Optional.empty();
    }

    @Override
    public Optional<RepairResult> checkAndRepair(CheckOptions options) {
      return Optional.empty();
    }
  }

  private record ChkVerifierNode(Grid grid, ChkVerifyCap cap) implements VerifierNode {
    @Override
    public Optional<CheckResult> check(CheckOptions options)
        throws IOException, InterruptedException {
      return Optional.of(grid.check(cap, options));
    }

    @Override
    public Optional<RepairResult> checkAndRepair(CheckOptions options)
        throws IOException, InterruptedException {
      return Optional.of(grid.checkAndRepair(cap, options));
    }
  }
}
