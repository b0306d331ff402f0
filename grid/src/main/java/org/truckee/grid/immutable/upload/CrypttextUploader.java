package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.truckee.grid.GridException;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.transfer.ProgressMeter;
import org.truckee.memory.MemoryBudget;

/**
 * Finds servers for the shares of an enciphered file, makes the shares and sends them. Knows no key
 * and no plaintext: repairing goes this way, too.
 */
public final class CrypttextUploader {
  /** Many large uploads at once wait for one another; this is for those that never get on. */
  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  private final GridResources grid;
  private final ServerCapacities capacities;

  public CrypttextUploader(GridResources grid) {
    this.grid = grid;
    this.capacities = new ServerCapacities(grid.nanoTime(), grid.uploadLimits().versionAge());
  }

  /**
   * Opens the crypttext: of a small file at once, and perhaps again; else when servers have been
   * found, so that in vain nothing is read.
   */
  @FunctionalInterface
  public interface Opener {
    CrypttextSource open() throws IOException, InterruptedException;
  }

  /**
   * Uploads a file.
   *
   * @throws IOException if no servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  public PushedFile upload(UploadPlan plan, Opener source, ProgressListener progress)
      throws IOException, InterruptedException {
    long segment = CodedSegment.memory(plan.geometry(), plan.total());
    long most = segment * FileEncoder.segmentsInFlight(plan, grid.uploadLimits());
    long whole = ReadyShares.fits(plan) ? ReadyShares.memory(plan) : 0;
    try (MemoryBudget.Grant memory = memory(segment + whole, most + whole)) {
      int segments = (int) Math.max(1, (memory.bytes() - whole) / segment);
      return upload(plan, source, segments, progress);
    }
  }

  private MemoryBudget.Grant memory(long least, long most)
      throws GridException, InterruptedException {
    return grid.uploadMemory()
        .take(least, most, FOR_MEMORY)
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "too many uploads are under way: there was no memory for another one within %d"
                        + " minutes. Wait for some to end, then try again."
                            .formatted(FOR_MEMORY.toMinutes())));
  }

  private PushedFile upload(
      UploadPlan plan, Opener source, int segmentsInFlight, ProgressListener progress)
      throws IOException, InterruptedException {
    Optional<ReadyShares> ready = ready(plan, source);
    long begin = System.nanoTime();
    Selection selection = ServerSelector.select(grid, capacities, plan, ready);
    Duration selectionTime = Duration.ofNanos(System.nanoTime() - begin);
    if (ready.isPresent() && selection.toBeSent().isEmpty()) {
      new ProgressMeter(progress, plan.geometry().fileSize()).add(plan.geometry().segmentLength(0));
      return stored(ready.get(), selection, selectionTime);
    }
    UploadPlan rest = ready.isPresent() ? plan.expecting(ready.get().uriExtensionHash()) : plan;
    CrypttextSource crypttext;
    try {
      crypttext = source.open();
    } catch (IOException | InterruptedException | RuntimeException e) {
      giveUp(selection);
      throw e;
    }
    try (crypttext) {
      return new SharePusher(grid, rest, selection, crypttext, segmentsInFlight, progress)
          .push(selectionTime);
    }
  }

  /** The shares, if they are small and there is a server that takes them whole. */
  private Optional<ReadyShares> ready(UploadPlan plan, Opener source)
      throws IOException, InterruptedException {
    if (!ReadyShares.fits(plan)
        || grid.servers().connected().stream()
            .noneMatch(server -> server.uploadPermitted() && server.storesWhole())) {
      return Optional.empty();
    }
    try (CrypttextSource crypttext = source.open()) {
      return Optional.of(ReadyShares.make(plan, crypttext, grid));
    }
  }

  private static PushedFile stored(ReadyShares ready, Selection selection, Duration selectionTime) {
    return new PushedFile(
        ready.uriExtensionHash(),
        selection.preexisting(),
        selection.storedMap(),
        selectionTime,
        ready.encoding(),
        Duration.ZERO,
        Duration.ZERO,
        ready.encoding());
  }

  private void giveUp(Selection selection) {
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace())) {
      selection.granted().forEach(aborts::abort);
    }
  }
}
