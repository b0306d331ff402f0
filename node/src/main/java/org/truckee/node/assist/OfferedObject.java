package org.truckee.node.assist;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.grid.immutable.upload.OfferedFile;

/** A file of ours as a helper reads it; its calls come one after the other. */
final class OfferedObject implements RemoteHelper.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(OfferedObject.class);

  private final OfferedFile file;
  private final AtomicLong lastCall = new AtomicLong(System.nanoTime());

  OfferedObject(OfferedFile file) {
    this.file = file;
  }

  /** How long ago the helper has asked for something, in nanoseconds. */
  long idle() {
    return System.nanoTime() - lastCall.get();
  }

  private void noteCall() {
    lastCall.set(System.nanoTime());
  }

  @Override
  public long getSize() {
    noteCall();
    return file.geometry().fileSize();
  }

  @Override
  public RemoteHelper.Parameters getAllEncodingParameters() {
    noteCall();
    return new RemoteHelper.Parameters(
        file.geometry().needed(), file.happy(), file.total(), file.geometry().segmentSize());
  }

  @Override
  public List<byte[]> readEncrypted(long offset, long length)
      throws InterruptedException, ReportedException {
    noteCall();
    try {
      if (length > OfferedFile.MAX_READ) {
        throw new IllegalArgumentException("%d bytes at once are too many".formatted(length));
      }
      return List.of(file.read(offset, (int) length));
    } catch (IllegalArgumentException e) {
      throw new ReportedException(RemoteFailure.assertionError(String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      LOG.info("a file cannot be read for the helper: {}", e.getMessage());
      // Where our files are is none of the helper's business.
      throw new ReportedException(
          RemoteFailure.of("builtins.OSError", "the client cannot read its file"), e);
    } finally {
      noteCall();
    }
  }

  @Override
  public void close() {
    noteCall();
  }
}
