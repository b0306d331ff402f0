package org.truckee.grid.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A range of a file in order, slice by slice. Used by one thread, but any may close it. */
public interface Pieces extends AutoCloseable {
  /** The next bytes, valid until the next call, or nothing at the end. */
  Optional<Slice> next() throws IOException, InterruptedException;

  @Override
  void close();

  /** Slices that are in memory. */
  static Pieces of(List<Slice> slices) {
    Deque<Slice> left = new ArrayDeque<>(slices);
    return new Pieces() {
      @Override
      public Optional<Slice> next() {
        return Optional.ofNullable(left.pollFirst());
      }

      @Override
      public void close() {
        left.clear();
      }
    };
  }
}
