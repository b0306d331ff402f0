package org.truckee.firstgen.peers;

import java.io.IOException;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.ShareBytes;
import org.truckee.foolscap.ReportedException;

/** A share that another node has. */
final class RemoteShare implements ShareBytes {
  private final StoragePeer peer;
  private final int number;
  private final OldRemote.BucketReader reader;

  RemoteShare(StoragePeer peer, int number, OldRemote.BucketReader reader) {
    this.peer = peer;
    this.number = number;
    this.reader = reader;
  }

  @Override
  public byte[] read(int offset, int length) throws IOException, InterruptedException {
    try {
      byte[] found = reader.read(offset, length);
      if (found.length > length) {
        throw new IOException("%s: more bytes than were asked for".formatted(where()));
      }
      return found;
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String where() {
    return "share %d at %s".formatted(number, peer);
  }
}
