package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.transfer.ProgressMeter;
import org.truckee.grid.transfer.Workers;

/**
 * One file on its way through a helper. All of its crypttext is hashed here, also what the helper
 * does not read because it has it already: a helper may have damaged bytes, or lie, and nobody else
 * would notice.
 */
final class AssistedUpload implements OfferedFile, AutoCloseable {
  private static final int PIECE = 256 << 10;

  private final UploadPlan plan;
  private final CrypttextSource crypttext;
  private final CrypttextHashes hashes;
  private final Workers workers;
  private final ProgressMeter meter;

  /** The helper's calls come on threads of their own. */
  private final ReentrantLock lock = new ReentrantLock();

  private long position;
  private boolean closed;
  private Optional<IOException> trouble = Optional.empty();

  AssistedUpload(UploadPlan plan, CrypttextSource crypttext, Workers workers, ProgressMeter meter) {
    this.plan = plan;
    this.crypttext = crypttext;
    this.hashes = new CrypttextHashes(plan.geometry());
    this.workers = workers;
    this.meter = meter;
  }

  @Override
  public StorageIndex index() {
    return plan.index();
  }

  @Override
  public SegmentGeometry geometry() {
    return plan.geometry();
  }

  @Override
  public int total() {
    return plan.total();
  }

  @Override
  public int happy() {
    return plan.happy();
  }

  @Override
  public byte[] read(long offset, int length) throws IOException, InterruptedException {
    long size = plan.geometry().fileSize();
    if (length < 0 || length > MAX_READ || offset < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "%d bytes from %d of a file of %d cannot be read".formatted(length, offset, size));
    }
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new IOException("the upload has ended");
      }
      if (offset < position) {
        throw new IllegalArgumentException(
            "%d was read already, up to %d".formatted(offset, position));
      }
      passTo(offset);
      byte[] bytes = new byte[length];
      next(bytes, length);
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Hashes what the helper does not read. */
  private void passTo(long offset) throws IOException, InterruptedException {
    byte[] piece = new byte[(int) Math.min(PIECE, offset - position)];
    while (position < offset) {
      next(piece, (int) Math.min(piece.length, offset - position));
    }
  }

  private void next(byte[] target, int length) throws IOException, InterruptedException {
    try {
      crypttext.read(target, length);
    } catch (IOException e) {
      trouble = Optional.of(e);
      throw e;
    }
    workers.run(2L * length, () -> hashes.add(target, length));
    position += length;
    meter.add(length);
  }

  /** Why its source failed, if that is why the helper has. */
  Optional<IOException> trouble() {
    return trouble;
  }

  /** From now on the helper reads nothing any more. */
  @Override
  public void close() {
    lock.lock();
    closed = true;
    lock.unlock();
  }

  /**
   * Makes sure that what the helper has stored is this file. Called when it is closed.
   *
   * @throws UntrueReportException if it is another
   */
  void requireStored(HelperReport report) throws IOException, InterruptedException {
    requireParameters(report.uriExtension());
    passTo(plan.geometry().fileSize());
    byte[] whole = hashes.whole();
    try {
      UriExtension said = report.uriExtension();
      boolean same =
          Arrays.equals(said.requiredHash("crypttext_hash"), whole)
              && Arrays.equals(said.requiredHash("crypttext_root_hash"), hashes.root())
              && Arrays.equals(said.hash(), report.uriExtensionHash().bytes());
      if (!same) {
        throw new UntrueReportException(
            "the helper has stored other bytes for %s than it was given, or had damaged ones"
                .formatted(plan.index().abbreviated()));
      }
    } catch (UriExtensionException e) {
      throw new UntrueReportException("the helper's answer cannot be used: " + e.getMessage(), e);
    }
    crypttext.finish(whole);
  }

  private void requireParameters(UriExtension said) throws UntrueReportException {
    SegmentGeometry geometry = plan.geometry();
    try {
      if (said.requiredNumber("needed_shares") != geometry.needed()
          || said.requiredNumber("total_shares") != plan.total()
          || said.requiredNumber("segment_size") != geometry.segmentSize()
          || said.requiredNumber("size") != geometry.fileSize()) {
        throw new UntrueReportException(
            "the helper has stored %s with other parameters than it was asked for"
                .formatted(plan.index().abbreviated()));
      }
    } catch (UriExtensionException e) {
      throw new UntrueReportException("the helper's answer cannot be used: " + e.getMessage(), e);
    }
  }
}
