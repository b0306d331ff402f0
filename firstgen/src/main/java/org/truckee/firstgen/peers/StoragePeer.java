package org.truckee.firstgen.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Reference;

/**
 * A node that is connected, perhaps the own one.
 *
 * @param nodeId its identity, from which its place in the order follows
 * @param client what it can be asked for
 */
public record StoragePeer(TubId nodeId, OldRemote.Client client) {
  private static final byte[] STORAGE = "storageserver".getBytes(StandardCharsets.US_ASCII);

  /**
   * The storage server of the node.
   *
   * @param limit how long each call to it may take
   * @throws IOException if it cannot be had
   */
  public OldRemote.StorageServer storage(Duration limit) throws IOException, InterruptedException {
    try {
      Reference service = client.getService(STORAGE);
      if (service instanceof RemoteReference remote) {
        return remote.as(OldRemote.StorageServer.class, limit);
      }
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
    throw new IOException("peer %s has given something else than a server".formatted(nodeId));
  }

  @Override
  public String toString() {
    return "peer " + nodeId;
  }
}
