package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.capability.FileReadCap;

/** An immutable file, in shares or literal ({@code spec/01 §8, 10, 11}). */
public non-sealed interface ImmutableFileNode extends FileNode {
  @Override
  FileReadCap cap();

  /** The number of bytes, which the capability tells. */
  long size();

  @Override
  FileContents contents() throws UnusableCapabilityException;

  @Override
  default OptionalLong knownSize() {
    return OptionalLong.of(size());
  }

  @Override
  default FileFormat format() {
    return FileFormat.CHK;
  }

  @Override
  Optional<CheckResult> check(CheckOptions options) throws IOException, InterruptedException;

  @Override
  Optional<RepairResult> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException;
}
