package org.truckee.firstgen.upload;

import java.io.IOException;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.ShareSink;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;

/** A share that another node takes. */
final class RemoteSink implements ShareSink {
  private final StoragePeer peer;
  private final int number;
  private final OldRemote.BucketWriter writer;

  RemoteSink(StoragePeer peer, int number, OldRemote.BucketWriter writer) {
    this.peer = peer;
    this.number = number;
    this.writer = writer;
  }

  @Override
  public void write(int offset, byte[] data) throws IOException, InterruptedException {
    try {
      writer.write(offset, data);
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      writer.close();
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
    RemoteReference.behind(writer).ifPresent(RemoteReference::release);
  }

  @Override
  public String where() {
    return "share %d at %s".formatted(number, peer);
  }
}
