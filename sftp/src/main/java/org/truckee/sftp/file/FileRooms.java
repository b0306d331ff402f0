package org.truckee.sftp.file;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What all open files of a node share.
 *
 * @param drafts where their contents wait
 * @param pending those that are on their way to the grid
 * @param commits how many may go there at the same time
 * @param threads starts threads, which end with the node
 */
public record FileRooms(
    OpenDrafts drafts, PendingFiles pending, Semaphore commits, Consumer<Runnable> threads) {
  /** Begins to fetch what a file holds; if that fails, who needs it finds out. */
  void fill(Draft draft) {
    threads.accept(
        () -> {
          try {
            draft.fill();
          } catch (IOException _) {
            // The read or commit that needs it tries again, and reports.
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
