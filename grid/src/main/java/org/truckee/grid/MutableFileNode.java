package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;

/**
 * A mutable file in a directory tree ({@code spec/02}).
 *
 * @param grid where it is
 * @param cap grants writing or reading
 */
public record MutableFileNode(Grid grid, MutableFileCap cap) implements FileNode {
  /** For all that can be done with a mutable file and not with others. */
  public MutableFile file() {
    return grid.open(cap);
  }

  @Override
  public FileFormat format() {
    return cap().format() == MutableFormat.SDMF ? FileFormat.SDMF : FileFormat.MDMF;
  }

  /** Unknown: it can change at any time. */
  @Override
  public OptionalLong knownSize() {
    return OptionalLong.empty();
  }

  @Override
  public MutableVersion contents() throws IOException, InterruptedException {
    return file().best();
  }

  @Override
  public Optional<MutableCheckResult> check(CheckOptions options)
      throws IOException, InterruptedException {
    return Optional.of(file().check(options));
  }

  @Override
  public Optional<MutableRepairResult> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException {
    return Optional.of(file().checkAndRepair(options, false));
  }
}
