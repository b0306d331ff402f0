package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.GridException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.grid.transfer.Workers;

/**
 * Makes the shares of a file, segment after segment: read (and encipher), hash, code, and hand over
 * to the senders. Several segments are worked on at the same time; each is coded and its blocks are
 * hashed while the next ones are read and hashed in order.
 */
final class FileEncoder {
  private final UploadPlan plan;
  private final CrypttextSource crypttext;
  private final List<ShareSender> senders;
  private final FileHashes hashes;
  private final SegmentCoder coder;
  private final SegmentBuffers buffers;
  private final Workers workers;
  private final LongAdder workTime = new LongAdder();
  private volatile long lastBlock;

  FileEncoder(
      UploadPlan plan,
      CrypttextSource crypttext,
      List<ShareSender> senders,
      FileHashes hashes,
      SegmentBuffers buffers,
      Workers workers) {
    this.plan = plan;
    this.crypttext = crypttext;
    this.senders = senders;
    this.hashes = hashes;
    this.coder = new SegmentCoder(plan.geometry().needed(), plan.total());
    this.buffers = buffers;
    this.workers = workers;
  }

  /** How many segments are worth having in memory. */
  static int segmentsInFlight(UploadPlan plan, UploadLimits limits) {
    long affordable = limits.memory() / CodedSegment.memory(plan.geometry(), plan.total());
    long useful = Math.min(limits.maxSegmentsInFlight(), plan.geometry().segments());
    return (int) Math.max(1, Math.min(useful, affordable));
  }

  /**
   * How many segments a sender may gather before it sends. Half of those in memory at most: the
   * others are filled meanwhile.
   */
  static int segmentsPerWrite(UploadPlan plan, UploadLimits limits, int segmentsInFlight) {
    long worthwhile = Math.ceilDiv((long) limits.writeSize(), plan.geometry().blockSize());
    return (int) Math.max(1, Math.min(worthwhile, segmentsInFlight / 2));
  }

  /**
   * Reads the whole file and ends when all of its hashes are known. Segments are coded by tasks of
   * their own.
   *
   * @param scope where those tasks run; if one fails, this has to be interrupted
   * @param key what they are started with
   * @throws GridException if the plan expects another file; then no share gets its end
   */
  <K> void encode(TaskScope<K, Void> scope, K key) throws IOException, InterruptedException {
    for (int number = 0; number < plan.geometry().segments(); number++) {
      CodedSegment segment = read(number);
      senders.forEach(sender -> sender.offer(segment));
      scope.fork(
          key,
          () -> {
            code(segment);
            return null;
          });
      work(segment.length(), () -> hashes.addToFile(segment));
      segment.release();
    }
    crypttext.finish(hashes.finishFile());
    hashes.awaitSegments();
    lastBlock = System.nanoTime();
    work(hashes.size(), hashes::complete);
    requireExpectedFile();
    hashes.publish();
  }

  /** Called before any share is complete, so that no server keeps shares of a wrong file. */
  private void requireExpectedFile() throws GridException {
    if (plan.expected().isPresent()
        && !plan.expected().get().equals(UriExtensionHash.of(hashes.uriExtension().bytes()))) {
      throw new GridException(
          "the shares of %s do not come from one file: those that were made in their place are not"
                  .formatted(plan.index().abbreviated())
              + " what its capability asks for");
    }
  }

  /** How long all threads together have worked, in nanoseconds. */
  long workTime() {
    return workTime.sum();
  }

  /** Whether all is read, so that servers only have to take what is left. */
  boolean hasEnded() {
    return lastBlock != 0;
  }

  /** When the last block was there, as {@link System#nanoTime} says. */
  long lastBlock() {
    return lastBlock;
  }

  private CodedSegment read(int number) throws IOException, InterruptedException {
    CodedSegment segment = buffers.take();
    // Released by this thread, by the one that codes it, and by all senders.
    segment.begin(number, plan.geometry(), senders.size() + 2);
    long begin = System.nanoTime();
    crypttext.read(segment.crypttext(), segment.length());
    workTime.add(System.nanoTime() - begin);
    return segment;
  }

  private void code(CodedSegment segment) throws InterruptedException {
    work(
        CodedSegment.memory(plan.geometry(), plan.total()),
        () -> {
          coder.code(segment);
          hashes.addSegment(segment);
        });
    segment.markCoded();
    segment.release();
  }

  private void work(long bytes, Runnable work) throws InterruptedException {
    workers.run(
        bytes,
        () -> {
          long begin = System.nanoTime();
          work.run();
          workTime.add(System.nanoTime() - begin);
        });
  }
}
