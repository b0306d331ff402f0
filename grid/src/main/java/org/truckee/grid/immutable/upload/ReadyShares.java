package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;

/**
 * All shares of a small file, made before servers are asked for anything, so that one question to
 * each server is enough ({@link StorageShortcuts#storeWhole}).
 *
 * @param shares the contents; not to be consumed
 * @param uriExtension what the shares say of the whole file
 * @param encoding how long it took to make them
 */
record ReadyShares(
    Map<ShareNumber, ByteBuffer> shares, UriExtension uriExtension, Duration encoding) {
  /** A file that is there already is sent in vain, so this must not be much. */
  private static final int MOST_BYTES_OF_SHARE = 16 << 10;

  /** Whether the shares are small enough, and all of them may be sent. */
  static boolean fits(UploadPlan plan) {
    return plan.geometry().segments() == 1
        && plan.shareLength() <= MOST_BYTES_OF_SHARE
        && plan.shareLength() * plan.total() <= StorageShortcuts.MAXIMUM_STORED
        && !plan.isRepair()
        && plan.expected().isEmpty();
  }

  /** The bytes that the shares take, and a copy on its way to the servers. */
  static long memory(UploadPlan plan) {
    return 2 * plan.total() * plan.shareLength();
  }

  /** Makes the shares of a file of one segment. */
  static ReadyShares make(
      UploadPlan plan, CrypttextSource crypttext, BlockBuffers blocks, Workers workers)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    SegmentGeometry geometry = plan.geometry();
    SegmentBuffers buffers = new SegmentBuffers(geometry, plan.total(), 1, blocks, bytes -> {});
    CodedSegment segment = buffers.take();
    segment.begin(0, geometry, 1);
    crypttext.read(segment.crypttext(), segment.length());
    FileHashes hashes = new FileHashes(geometry, plan.total(), plan.layout());
    workers.run(
        CodedSegment.memory(geometry, plan.total()),
        () -> {
          new SegmentCoder(geometry.needed(), plan.total()).code(segment);
          hashes.addToFile(segment);
          hashes.addSegment(segment);
        });
    crypttext.finish(hashes.finishFile());
    hashes.complete();
    hashes.publish();
    Map<ShareNumber, ByteBuffer> shares = new TreeMap<>();
    for (ShareNumber share : plan.placeable()) {
      shares.put(share, whole(plan, segment, hashes, share));
    }
    segment.release();
    buffers.release();
    return new ReadyShares(
        shares, hashes.uriExtension(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static ByteBuffer whole(
      UploadPlan plan, CodedSegment segment, FileHashes hashes, ShareNumber share)
      throws InterruptedException {
    ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(plan.shareLength()));
    whole.put(plan.layout().header()).put(segment.block(share.value()));
    hashes.awaitTrailer(share.value()).forEach(whole::put);
    return whole.flip();
  }

  /** Some of the shares. */
  Map<ShareNumber, ByteBuffer> of(Collection<ShareNumber> wanted) {
    return wanted.stream().collect(Collectors.toMap(share -> share, shares::get));
  }
}
