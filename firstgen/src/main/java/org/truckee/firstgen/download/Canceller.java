package org.truckee.firstgen.download;

/**
 * Ends one download before its time ({@code spec/12 §11.1}), from whichever thread. Nothing is
 * written to the target afterwards, but for what is being written already, and the download fails
 * with a {@link DownloadCancelledException}. No effect on a download that has ended.
 */
public final class Canceller {
  private final Thread worker = Thread.currentThread();
  private boolean running = true;
  private boolean cancelled;

  /** Of a download on the calling thread. */
  Canceller() {}

  /** Ends the download. */
  public synchronized void cancel() {
    if (running && !cancelled) {
      cancelled = true;
      worker.interrupt();
    }
  }

  /** Called before each step that others see. */
  synchronized void requireGoing() throws DownloadCancelledException {
    if (cancelled) {
      throw new DownloadCancelledException();
    }
  }

  /** There is nothing more to cancel; whether somebody has. The thread is as it was before. */
  synchronized boolean end() {
    if (running && cancelled) {
      Thread.interrupted();
    }
    running = false;
    return cancelled;
  }
}
