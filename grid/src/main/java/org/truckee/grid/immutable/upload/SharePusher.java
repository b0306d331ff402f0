package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.truckee.grid.ServerId;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;

/** Makes the shares of files, and sends them to the servers that were selected. Thread-safe. */
public final class SharePusher {
  private final UploadLimits limits;
  private final ServerLatencies latencies;
  private final BlockBuffers buffers;
  private final Workers workers;

  /**
   * A pusher for all uploads of a grid.
   *
   * @param latencies hears of servers that stall
   * @param buffers arrays for segments
   * @param workers the threads that hash and code
   */
  public SharePusher(
      UploadLimits limits, ServerLatencies latencies, BlockBuffers buffers, Workers workers) {
    this.limits = limits;
    this.latencies = latencies;
    this.buffers = buffers;
    this.workers = workers;
  }

  /**
   * What became of the shares; which of them are complete is noted in the spread.
   *
   * @param uriExtension what the shares say of the whole file
   * @param encoding reading, enciphering, coding and hashing, summed over all threads
   * @param sending waiting for each server to take data, summed over its shares
   * @param closing from the last block to the last share's end
   * @param pushing from the first block to the last share's end
   */
  record Pushed(
      UriExtension uriExtension,
      Duration encoding,
      Map<ServerId, Duration> sending,
      Duration closing,
      Duration pushing) {}

  /**
   * Makes the shares of a small file, to be sent later.
   *
   * @throws IOException if the source failed
   */
  ReadyShares make(UploadPlan plan, CrypttextSource crypttext)
      throws IOException, InterruptedException {
    return ReadyShares.make(plan, crypttext, buffers, workers);
  }

  /**
   * Makes the shares that are to be sent, and sends them.
   *
   * @param segmentsInFlight how many segments there is memory for
   * @param sent hears of bytes of segments that all senders have done with
   * @throws UploadUnhappinessException if so many were lost that no other servers make the plan
   *     happy
   * @throws IOException if the source failed; in both cases what was not sent is left to the caller
   */
  Pushed push(
      UploadPlan plan,
      Spread spread,
      CrypttextSource crypttext,
      int segmentsInFlight,
      IntConsumer sent)
      throws IOException, InterruptedException {
    SegmentBuffers segments =
        new SegmentBuffers(plan.geometry(), plan.total(), segmentsInFlight, buffers, sent);
    FileHashes hashes = new FileHashes(plan.geometry(), plan.total(), plan.layout());
    int segmentsPerWrite = FileEncoder.segmentsPerWrite(plan, limits, segmentsInFlight);
    List<ShareSender> senders =
        spread.toBeSent().stream()
            .map(share -> new ShareSender(share, plan, hashes, segmentsPerWrite))
            .toList();
    FileEncoder encoder = new FileEncoder(plan, crypttext, senders, hashes, segments, workers);
    return new SharePush(plan, spread, senders, hashes, encoder, segments, limits, latencies).run();
  }
}
