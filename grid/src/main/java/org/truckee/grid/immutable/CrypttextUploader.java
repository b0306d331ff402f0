package org.truckee.grid.immutable;

import java.io.IOException;
import java.time.Duration;
import org.truckee.grid.GridResources;
import org.truckee.grid.MemoryBudget;
import org.truckee.grid.ProgressListener;

/**
 * Finds servers for the shares of an enciphered file, makes the shares and sends them. Knows no key
 * and no plaintext: repairing goes this way, too.
 */
final class CrypttextUploader {
  private final GridResources grid;
  private final ServerCapacities capacities;

  CrypttextUploader(GridResources grid) {
    this.grid = grid;
    this.capacities = new ServerCapacities(grid.clock(), grid.uploadLimits().versionAge());
  }

  /** Opens the crypttext when servers have been found, so that in vain nothing is read. */
  @FunctionalInterface
  interface Opener {
    CrypttextSource open() throws IOException, InterruptedException;
  }

  /**
   * Uploads a file.
   *
   * @throws IOException if no servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  PushedFile upload(UploadPlan plan, Opener source, ProgressListener progress)
      throws IOException, InterruptedException {
    long segment = CodedSegment.memory(plan.geometry(), plan.total());
    long most = segment * FileEncoder.segmentsInFlight(plan, grid.uploadLimits());
    try (MemoryBudget.Grant memory = grid.uploadMemory().take(segment, most)) {
      int segments = (int) Math.max(1, memory.bytes() / segment);
      return upload(plan, source, segments, progress);
    }
  }

  private PushedFile upload(
      UploadPlan plan, Opener source, int segmentsInFlight, ProgressListener progress)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Selection selection = ServerSelector.select(grid, capacities, plan);
    Duration selectionTime = Duration.ofNanos(System.nanoTime() - begin);
    CrypttextSource crypttext;
    try {
      crypttext = source.open();
    } catch (IOException | InterruptedException | RuntimeException e) {
      giveUp(selection);
      throw e;
    }
    try (crypttext) {
      return new SharePusher(grid, plan, selection, crypttext, segmentsInFlight, progress)
          .push(selectionTime);
    }
  }

  private void giveUp(Selection selection) {
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace())) {
      selection.granted().forEach(aborts::abort);
    }
  }
}
