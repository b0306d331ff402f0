package org.truckee.grid;

import java.util.concurrent.atomic.LongAdder;

/** How much a grid has moved since it was opened ({@code spec/08 §18.2}). Thread-safe. */
public final class TransferCounters {
  /**
   * What was moved one way.
   *
   * @param files how often it was asked for
   * @param bytes how much that was
   */
  public record Total(long files, long bytes) {}

  private final Way uploaded = new Way();
  private final Way downloaded = new Way();
  private final Way published = new Way();
  private final Way retrieved = new Way();

  private static final class Way {
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void add(long size) {
      files.increment();
      bytes.add(size);
    }

    Total total() {
      return new Total(files.sum(), bytes.sum());
    }
  }

  /** The upload of an immutable file begins. */
  public void countUpload(long bytes) {
    uploaded.add(bytes);
  }

  /** The reading of a range of an immutable file begins. */
  public void countDownload(long bytes) {
    downloaded.add(bytes);
  }

  /** A mutable file was written whole. */
  public void countPublish(long bytes) {
    published.add(bytes);
  }

  /** The reading of a range of a mutable file begins. */
  public void countRetrieve(long bytes) {
    retrieved.add(bytes);
  }

  /** Immutable files that were sent, small ones that go nowhere too. */
  public Total uploaded() {
    return uploaded.total();
  }

  /** Ranges of immutable files that were asked for. */
  public Total downloaded() {
    return downloaded.total();
  }

  /** Mutable files that were written, without changes in place. */
  public Total published() {
    return published.total();
  }

  /** Ranges of mutable files that were asked for. */
  public Total retrieved() {
    return retrieved.total();
  }
}
