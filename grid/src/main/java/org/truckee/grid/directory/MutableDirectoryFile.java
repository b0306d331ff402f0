package org.truckee.grid.directory;

import java.io.IOException;
import java.util.Optional;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.VersionMap;

/**
 * The entries of a directory that can change: an SDMF or MDMF file.
 *
 * @param limit how many bytes they may have
 */
record MutableDirectoryFile(DirectoryTools tools, MutableFileCap cap, long limit)
    implements DirectoryFile {
  private MutableFile file() {
    return tools.open(cap);
  }

  @Override
  public long size() throws IOException, InterruptedException {
    return file().best().size();
  }

  @Override
  public byte[] contents() throws IOException, InterruptedException {
    return contents(file().best());
  }

  @Override
  public Optional<VersionMap> mapToChange() throws IOException, InterruptedException {
    return cap instanceof MutableWriteCap ? file().mapToChange() : Optional.empty();
  }

  @Override
  public byte[] contents(VersionMap map) throws IOException, InterruptedException {
    return contents(map.best().orElseThrow());
  }

  private byte[] contents(MutableVersion best) throws IOException, InterruptedException {
    if (best.size() > limit) {
      throw new FileTooLargeException(
          "a directory of %d bytes cannot be listed; the limit is %d"
              .formatted(best.size(), limit));
    }
    return best.contents();
  }

  @Override
  public Optional<? extends CheckOutcome> check(CheckOptions options)
      throws IOException, InterruptedException {
    return Optional.of(file().check(options));
  }

  @Override
  public Optional<? extends RepairOutcome> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException {
    return Optional.of(file().checkAndRepair(options, false));
  }
}
