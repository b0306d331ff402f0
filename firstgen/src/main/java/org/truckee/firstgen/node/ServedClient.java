package org.truckee.firstgen.node;

import java.nio.charset.StandardCharsets;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.value.Reference;

/** A node as its peers see it ({@code spec/12 §12.2}). */
@Concurrent
public final class ServedClient implements OldRemote.Client {
  /** The version whose protocol is spoken; nobody is known to look at it. */
  private static final byte[] VERSION = "0.6.0".getBytes(StandardCharsets.US_ASCII);

  private static final String STORAGE = "storageserver";
  private static final int SHOWN = 100;

  private final TubId nodeId;
  private final LocalObject storage;

  /** A node with that storage server. */
  public ServedClient(TubId nodeId, OldRemote.StorageServer storage) {
    this.nodeId = nodeId;
    this.storage = LocalObject.of(OldRemote.StorageServer.class, storage);
  }

  @Override
  public OldRemote.Versions getVersions() {
    return new OldRemote.Versions(VERSION, VERSION);
  }

  @Override
  public Reference getService(byte[] name) throws ReportedException {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    if (!text.equals(STORAGE)) {
      throw OldFailures.runtimeError(
          "I am unwilling to give you service "
              + text.substring(0, Math.min(SHOWN, text.length())));
    }
    return storage;
  }

  @Override
  public byte[] getNodeid() {
    return nodeId.bytes();
  }
}
