package org.truckee.grid.transfer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.ProgressListener;

/** Tells a listener how far a file has come; a listener that fails is not told any more. */
public final class ProgressMeter {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressMeter.class);

  private final ProgressListener listener;
  private final long total;
  private long done;
  private boolean broken;

  public ProgressMeter(ProgressListener listener, long total) {
    this.listener = listener;
    this.total = total;
  }

  /** Counts bytes that have come; never more than the file has. */
  public synchronized void add(long bytes) {
    if (done == total) {
      return;
    }
    done = Math.min(total, done + bytes);
    if (broken) {
      return;
    }
    try {
      listener.progress(done, total);
    } catch (RuntimeException e) {
      broken = true;
      LOG.warn("a progress listener failed and hears no more", e);
    }
  }

  /** Tells the listener that the file is complete. */
  public synchronized void finish() {
    if (done < total) {
      add(total - done);
    }
  }
}
