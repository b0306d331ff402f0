package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
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
  private final EqualUploads uploads;

  public CrypttextUploader(GridResources grid) {
    this.grid = grid;
    this.capacities = new ServerCapacities(grid.nanoTime(), grid.uploadLimits().versionAge());
    this.uploads = new EqualUploads(grid.uploadLimits().foreignLimit().multipliedBy(2));
  }

  /**
   * Opens the crypttext: of a small file at once, else when servers have been found, so that
   * nothing is read in vain; and again when shares have to be made for other servers.
   */
  @FunctionalInterface
  public interface Opener {
    CrypttextSource open() throws IOException, InterruptedException;
  }

  /**
   * Uploads a file, or takes the result of another upload of the same file that was under way.
   *
   * @throws IOException if no servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  public PushedFile upload(UploadPlan plan, Opener source, ProgressListener progress)
      throws IOException, InterruptedException {
    ProgressMeter meter = new ProgressMeter(progress, plan.geometry().fileSize());
    PushedFile pushed =
        uploads.join(
            plan,
            signOfProgress ->
                upload(
                    plan,
                    source,
                    bytes -> {
                      signOfProgress.run();
                      meter.add(bytes);
                    }));
    meter.finish();
    return pushed;
  }

  private PushedFile upload(UploadPlan plan, Opener source, IntConsumer sent)
      throws IOException, InterruptedException {
    long segment = CodedSegment.memory(plan.geometry(), plan.total());
    long most = segment * FileEncoder.segmentsInFlight(plan, grid.uploadLimits());
    long whole = ReadyShares.fits(plan) ? ReadyShares.memory(plan) : 0;
    try (MemoryBudget.Grant memory = memory(segment + whole, most + whole)) {
      int segments = (int) Math.max(1, (memory.bytes() - whole) / segment);
      Optional<ReadyShares> ready = ready(plan, source);
      return new FileUpload(grid, capacities, plan, source, ready, segments, sent).run();
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
}
