package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.time.Duration;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.GridException;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.upload.CrypttextUploader;
import org.truckee.grid.immutable.upload.PushedFile;
import org.truckee.grid.immutable.upload.UploadPlan;
import org.truckee.memory.MemoryBudget;

/**
 * Makes the shares of a complete file and sends them, as a client wants them. What a client wants
 * must not take more memory than its file is worth.
 *
 * @param hashMemory for the hashes of all files together
 */
record AssistedPush(
    StorageIndex index, CrypttextFiles files, CrypttextUploader uploader, MemoryBudget hashMemory) {
  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  /**
   * Uploads the file.
   *
   * @throws GridException if it cannot be spread as wanted
   */
  PushedFile push(long size, CrypttextReader.Parameters wanted)
      throws IOException, InterruptedException {
    UploadPlan plan = plan(size, wanted);
    long hashes = CrypttextUploader.hashMemory(plan);
    if (hashes > hashMemory.bytes() || !uploader.canHold(plan)) {
      throw new FileTooLargeException(
          ("the helper has not the memory for %d bytes in %d segments of %d, %d shares: upload"
                  + " the file without it")
              .formatted(size, plan.geometry().segments(), wanted.segmentSize(), wanted.total()));
    }
    try (MemoryBudget.Grant _ =
        hashMemory
            .take(hashes, hashes, FOR_MEMORY)
            .orElseThrow(
                () ->
                    new TooManyTransfersException(
                        "the helper has too many uploads under way: try again later"))) {
      return uploader.upload(plan, () -> files.open(index), ProgressListener.NONE);
    }
  }

  /** The index may be chosen by a client, so no other upload gets this one's result. */
  private UploadPlan plan(long size, CrypttextReader.Parameters wanted) throws GridException {
    try {
      EncodingParameters encoding =
          new EncodingParameters(
              wanted.needed(), wanted.happy(), wanted.total(), wanted.segmentSize());
      SegmentGeometry geometry = SegmentGeometry.of(size, wanted.needed(), wanted.segmentSize());
      if (geometry.segmentSize() != wanted.segmentSize()) {
        throw new IllegalArgumentException(
            "segments of %d bytes do not fit %d bytes in %d blocks"
                .formatted(wanted.segmentSize(), size, wanted.needed()));
      }
      return UploadPlan.of(
          UploadPlan.Purpose.FILE, index, geometry, encoding.total(), encoding.happy());
    } catch (IllegalArgumentException e) {
      throw new GridException("a client's parameters make no sense: " + e.getMessage(), e);
    }
  }
}
