package org.truckee.grid.history;

import org.truckee.crypto.StorageIndex;

/** A check of the shares of an immutable file. Closing it ends it. */
public final class CheckStatus extends TimedStatus implements AutoCloseable {
  private final long size;
  private final boolean verify;

  private long verified;
  private long known;

  CheckStatus(long number, SteadyClock clock, StorageIndex index, long size, boolean verify) {
    super(number, clock, index, "Asking servers");
    this.size = size;
    this.verify = verify;
  }

  /**
   * So many bytes of shares were verified.
   *
   * @param all how many are known to exist so far
   */
  public synchronized void verified(long bytes, long all) {
    verified = bytes;
    known = all;
    becomes("Verifying shares");
  }

  /** It is done, and a few words say what was found. */
  public void found(String summary) {
    end(summary);
  }

  /** It could not be done, if nothing was found. */
  @Override
  public void close() {
    end("Failed");
  }

  /** Bytes of the file. */
  public long size() {
    return size;
  }

  /** Whether every byte of every share is read. */
  public boolean verifies() {
    return verify;
  }

  /** How much of the bytes of shares that are known was verified, from 0 to 1. */
  public synchronized double progress() {
    return !isActive() ? 1 : known == 0 ? 0 : Math.min(1, verified / (double) known);
  }
}
