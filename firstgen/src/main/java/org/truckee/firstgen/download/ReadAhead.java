package org.truckee.firstgen.download;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches numbered things one after the other on another thread, so that the next one is on its way
 * while the last one is used. Never more than one is fetched ahead. Used by one thread.
 */
final class ReadAhead<T> implements AutoCloseable {
  private final int count;
  private final Fetch<T> fetch;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int begun;
  private Future<T> coming;

  /** How a thing is fetched. */
  interface Fetch<T> {
    /**
     * Fetches one.
     *
     * @throws IOException if it cannot be had
     */
    T one(int number) throws IOException, InterruptedException;
  }

  /** Begins to fetch things 0 to {@code count} − 1, of which there is at least one. */
  ReadAhead(int count, Fetch<T> fetch) {
    this.count = count;
    this.fetch = fetch;
    begin();
  }

  private void begin() {
    if (begun < count) {
      int number = begun++;
      coming = threads.submit(() -> fetch.one(number));
    }
  }

  /**
   * The next one; {@code count} times at most.
   *
   * @throws IOException if it cannot be had
   */
  T next() throws IOException, InterruptedException {
    T value;
    try {
      value = coming.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException known) {
        throw known;
      }
      throw new IllegalStateException("a fault of the program", e.getCause());
    }
    begin();
    return value;
  }

  /** What is still on its way is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
