package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/**
 * Keeps contents of unknown length until they are complete and can be uploaded. Thread-safe.
 *
 * @param encoding of uploads that do not bring their own
 * @param secret of convergent uploads that do not bring their own
 * @param folder where contents wait that are too large for memory
 * @param workers the threads that hash
 * @param memory what all contents that arrive may take together
 */
public record Spooler(
    EncodingParameters encoding,
    ConvergenceSecret secret,
    SpoolFolder folder,
    Workers workers,
    MemoryBudget memory) {
  /** Removes what uploads have left in the directory whose programs were killed. */
  public void removeLeftovers() {
    SpoolFile.removeLeftovers(folder);
  }

  /** Reads a stream to its end; what was read has to be closed. */
  public Spool read(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    Optional<ConvergenceSecret> own =
        options.key() instanceof KeyChoice.Convergent convergent
            ? Optional.of(convergent.secret().orElse(secret))
            : Optional.empty();
    return Spool.read(in, options.encoding().orElse(encoding), own, folder, workers, memory);
  }
}
