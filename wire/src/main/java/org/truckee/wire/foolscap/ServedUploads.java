package org.truckee.wire.foolscap;

import java.util.concurrent.atomic.AtomicInteger;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.storage.BucketWriter;

/**
 * The uploads that one client has been granted with one call. They end when the connection over
 * which the canary came is lost ({@code spec/07 §9.4}).
 */
final class ServedUploads {
  private final RemoteReference canary;
  private final AtomicInteger open;

  ServedUploads(RemoteReference canary, int count) {
    this.canary = canary;
    this.open = new AtomicInteger(count);
    if (count == 0) {
      canary.release();
    }
  }

  ServedUpload add(BucketWriter writer, long size) {
    ServedUpload upload = new ServedUpload(writer, size, this::ended);
    upload.tie(canary);
    return upload;
  }

  private void ended() {
    if (open.decrementAndGet() == 0) {
      canary.release();
    }
  }
}
