package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.StorageException;

/** The data of one complete share, held open. */
final class HeldShare implements LocalStorageServer.OpenShare {
  private static final Logger log = LoggerFactory.getLogger(HeldShare.class);

  private final ShareFile file;
  private final long dataOffset;
  private final long length;
  private final StatisticsRecorder statistics;
  private final FileWork files;

  HeldShare(
      ShareFile file, long dataOffset, long length, StatisticsRecorder statistics, FileWork files) {
    this.file = file;
    this.dataOffset = dataOffset;
    this.length = length;
    this.statistics = statistics;
    this.files = files;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, ByteBuffer target) throws StorageException {
    if (offset < 0) {
      throw new StorageException("no share has bytes at %d".formatted(offset));
    }
    int count = Math.clamp(length - offset, 0, target.remaining());
    if (count == 0) {
      return 0;
    }
    try (Timing _ = statistics.start(Operation.READ)) {
      int end = target.limit();
      target.limit(target.position() + count);
      try {
        return files.callUninterruptibly(() -> file.read(dataOffset + offset, target));
      } finally {
        target.limit(end);
      }
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException("could not read a share: %s".formatted(e), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing was written through it.
      log.debug("closing a share failed", e);
    }
  }
}
