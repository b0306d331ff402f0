package org.truckee.grid.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.VersionMap;

/**
 * The entries of an immutable directory: a CHK or literal file.
 *
 * @param limit how many bytes they may have
 */
record ImmutableDirectoryFile(ImmutableFileNode file, long limit) implements DirectoryFile {
  @Override
  public long size() {
    return file.size();
  }

  /** Memory grows with what comes, not with what the cap says. */
  @Override
  public byte[] contents() throws IOException, InterruptedException {
    if (file.size() > limit) {
      throw new FileTooLargeException(
          "a directory of %d bytes cannot be listed; the limit is %d"
              .formatted(file.size(), limit));
    }
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    file.contents().copyTo(contents);
    return contents.toByteArray();
  }

  @Override
  public Optional<VersionMap> mapToChange() {
    return Optional.empty();
  }

  @Override
  public byte[] contents(VersionMap map) {
    throw new IllegalArgumentException("there are no maps of what never changes");
  }

  @Override
  public Optional<? extends CheckOutcome> check(CheckOptions options)
      throws IOException, InterruptedException {
    return file.check(options);
  }

  @Override
  public Optional<? extends RepairOutcome> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException {
    return file.checkAndRepair(options);
  }
}
