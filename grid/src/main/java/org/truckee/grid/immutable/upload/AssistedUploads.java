package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.transfer.ProgressMeter;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/**
 * Uploads of a grid that go through a helper ({@code spec/07 §10.3}). Thread-safe.
 *
 * @param memory what all of them together may take
 * @param workers the threads that hash
 */
public record AssistedUploads(MemoryBudget memory, Workers workers) {
  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  /** What is read for the helper, and a copy of it on its way. */
  private static final long BYTES = 2L * OfferedFile.MAX_READ;

  /**
   * Has a helper upload a file.
   *
   * @param source is opened once
   * @throws UntrueReportException if the helper has stored something else, or says what cannot be
   * @throws IOException if the helper or the source failed
   */
  PushedFile upload(
      UploadHelper helper,
      UploadPlan plan,
      CrypttextUploader.Opener source,
      ProgressListener progress)
      throws IOException, InterruptedException {
    ProgressMeter meter = new ProgressMeter(progress, plan.geometry().fileSize());
    long least = Math.min(BYTES, 2 * plan.geometry().fileSize());
    try (MemoryBudget.Grant _ =
            memory
                .take(least, least, FOR_MEMORY)
                .orElseThrow(
                    () ->
                        new TooManyTransfersException(
                            "too many uploads are under way: wait for some to end, then try"
                                + " again"));
        CrypttextSource crypttext = source.open()) {
      AssistedUpload file = new AssistedUpload(plan, crypttext, workers, meter);
      HelperReport report = report(helper, file);
      file.requireStored(report);
      meter.finish();
      return pushed(report);
    }
  }

  private static HelperReport report(UploadHelper helper, AssistedUpload file)
      throws IOException, InterruptedException {
    try (file) {
      return helper.upload(file);
    } catch (IOException e) {
      throw file.trouble().orElse(e);
    }
  }

  private static PushedFile pushed(HelperReport report) {
    return new PushedFile(
        report.uriExtension(),
        report.preexisting(),
        report.pushed(),
        report.timing("peer_selection"),
        report.timing("cumulative_encoding"),
        report.timing("cumulative_sending"),
        Map.of(),
        report.timing("hashes_and_close"),
        report.timing("total_encode_and_push"));
  }
}
