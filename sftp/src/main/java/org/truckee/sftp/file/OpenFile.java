package org.truckee.sftp.file;

import java.io.IOException;
import org.truckee.sftp.protocol.Attributes;

/**
 * What a handle stands for. Requests of one handle are carried out in the order in which they came
 * ({@link #submit}); the methods that do it block.
 */
public sealed interface OpenFile permits ReadHandle, PendingFile, DirectoryHandle {
  /** Does something after all that was submitted before. */
  void submit(Runnable request);

  /** What is said of it now. */
  Attributes attributes();

  /**
   * Says that no further request is accepted. What was submitted before is still carried out.
   *
   * @return whether it is for the caller to submit {@link #close}
   */
  boolean beginClosing();

  /**
   * Ends it; what was written is in the grid when this returns.
   *
   * @throws IOException if it could not be put there
   */
  void close() throws IOException, InterruptedException;
}
