package org.truckee.grid.client;

import java.io.IOException;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.KnownCapability;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.UnknownCapability;
import org.truckee.capability.VerifyCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.FileContents;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.KnownNode;
import org.truckee.grid.RepairResult;
import org.truckee.grid.UnsupportedNode;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.VerifierNode;

/** The one place that makes nodes of capabilities ({@code spec/03 §4.2–4.3}). Asks nobody. */
final class NodeMaker {
  private final Grid grid;

  NodeMaker(Grid grid) {
    this.grid = grid;
  }

  FilesystemNode node(CapSlots slots) {
    return slots
        .best()
        .flatMap(this::known)
        .<FilesystemNode>map(node -> node)
        .orElse(slots.unknown());
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
      case ChkReadCap chk -> Optional.of(new ChkNode(grid, chk));
      case LiteralCap literal -> Optional.of(new LiteralNode(grid, literal));
      case ChkVerifyCap verify -> Optional.of(new ChkVerifierNode(grid, verify));
      case MutableWriteCap write -> Optional.of(new UnsupportedNode(write));
      case MutableReadCap read -> Optional.of(new UnsupportedNode(read));
      case DirectoryWriteCap write -> Optional.of(new UnsupportedNode(write));
      case DirectoryReadCap read -> Optional.of(new UnsupportedNode(read));
      case VerifyCap _ -> Optional.empty();
    };
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
