package org.truckee.firstgen.storage;

import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;

/** A share as others read it ({@code spec/12 §9.3}). */
@Concurrent
public final class ServedReader implements OldRemote.BucketReader {
  private final ShareFile file;

  ServedReader(ShareFile file) {
    this.file = file;
  }

  @Override
  public byte[] read(int offset, int length) throws ReportedException {
    boolean within = offset >= 0 && length >= 0;
    if (!within || file.isContainer() && (long) offset + length > file.length()) {
      throw OldFailures.assertionError("precondition");
    }
    // A byte too many is enough for the answer to be refused as too long.
    int read = Math.min(length, OldRemote.SHARE_DATA + 1);
    return ServedShares.told(() -> file.read(offset, read));
  }
}
