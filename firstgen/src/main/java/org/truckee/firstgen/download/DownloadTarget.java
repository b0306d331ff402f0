package org.truckee.firstgen.download;

import java.io.IOException;

/**
 * Where a file goes ({@code spec/12 §11.1}). Every segment that is written has been validated; only
 * the hashes over the whole file are compared at the end, so it is the result of the download that
 * tells of success and not {@link #close}. A download is cancelled by its {@link Canceller} or by
 * interrupting its thread.
 *
 * @param <T> what comes of it
 */
public interface DownloadTarget<T> {
  /** Told first of all how the download can be cancelled; most targets never want to. */
  default void registerCanceller(Canceller canceller) {}

  /** Called once, before the first bytes are written. */
  void open(long size) throws IOException;

  /** The next bytes; the array is not changed afterwards. */
  void write(byte[] data) throws IOException;

  /** All bytes have been written. */
  void close() throws IOException;

  /**
   * There will be no more, or what was written is wrong. Called once at most, perhaps before {@link
   * #open}, perhaps after {@link #close}.
   */
  void fail(Exception why);

  /** Called at the very end if all is well. */
  T finish() throws IOException;
}
