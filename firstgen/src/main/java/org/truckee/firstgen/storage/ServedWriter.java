package org.truckee.firstgen.storage;

import org.truckee.firstgen.remote.OldRemote;
import org.truckee.foolscap.ReportedException;

/** A share on its way as its client sees it ({@code spec/12 §9.2}). */
public final class ServedWriter implements OldRemote.BucketWriter {
  private final IncomingShare share;

  ServedWriter(IncomingShare share) {
    this.share = share;
  }

  @Override
  public void write(int offset, byte[] data) throws ReportedException {
    ServedShares.told(
        () -> {
          share.write(offset, data);
          return this;
        });
  }

  @Override
  public void close() throws ReportedException {
    ServedShares.told(
        () -> {
          share.close();
          return this;
        });
  }
}
