package org.truckee.wire.foolscap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** An immutable share that is read over Foolscap ({@code spec/07 §9.3}). */
@Concurrent
final class ServedShare implements RemoteStorage.Reader {
  private final LocalStorageServer storage;
  private final StorageIndex index;
  private final ShareNumber share;

  ServedShare(LocalStorageServer storage, StorageIndex index, ShareNumber share) {
    this.storage = storage;
    this.index = index;
    this.share = share;
  }

  @Override
  public ByteStream read(long offset, long length)
      throws InterruptedException, ReportedException, ViolationException {
    return FoolscapStorageServer.told(
        () -> {
          if (offset < 0) {
            throw new IllegalArgumentException("nothing begins at " + offset);
          }
          try (LocalStorageServer.OpenShare open = open()) {
            long there = Math.max(0, open.length() - offset);
            return new ByteStream(Math.clamp(length, 0, there), () -> new Excerpt(open(), offset));
          }
        });
  }

  private LocalStorageServer.OpenShare open() throws StorageException {
    return storage
        .openShare(ShareKind.IMMUTABLE, index, share)
        .orElseThrow(() -> new StorageException("the share is not there any more"));
  }

  @Override
  public void adviseCorruptShare(byte[] reason)
      throws InterruptedException, ReportedException, ViolationException {
    FoolscapStorageServer.told(
        () -> {
          storage.adviseCorruptShare(
              ShareKind.IMMUTABLE, index, share, FoolscapStorageServer.text(reason));
          return share;
        });
  }

  /** The bytes of a share from some place on. */
  private static final class Excerpt extends InputStream {
    private final LocalStorageServer.OpenShare open;
    private long at;

    Excerpt(LocalStorageServer.OpenShare open, long at) {
      this.open = open;
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = open.read(at, ByteBuffer.wrap(target, offset, length));
      at += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      open.close();
    }
  }
}
