package org.truckee.grid.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Large arrays that are used again, so that a long transfer makes little garbage. What is kept is
 * bounded; an array that is not given back is simply lost to the pool. Thread-safe.
 */
public final class BlockBuffers {
  private static final int GRAIN = 1 << 16;

  private final long limit;
  private final Map<Integer, Deque<byte[]>> free = new HashMap<>();
  private long kept;

  /** A pool that keeps at most {@code limit} bytes. */
  public BlockBuffers(long limit) {
    this.limit = limit;
  }

  /** An array of at least {@code length} bytes, whose contents are arbitrary. */
  public byte[] take(int length) {
    if (length < GRAIN) {
      return new byte[length];
    }
    int capacity = (int) Math.min(Integer.MAX_VALUE - 8, (length + GRAIN - 1L) / GRAIN * GRAIN);
    byte[] array = poll(capacity);
    return array == null ? new byte[capacity] : array;
  }

  private synchronized byte[] poll(int capacity) {
    Deque<byte[]> arrays = free.get(capacity);
    byte[] array = arrays == null ? null : arrays.pollLast();
    if (array != null) {
      kept -= capacity;
    }
    return array;
  }

  /** Gives an array back that nobody uses any more. */
  public synchronized void give(byte[] array) {
    boolean ours = array.length >= GRAIN && array.length % GRAIN == 0;
    if (ours && kept + array.length <= limit) {
      free.computeIfAbsent(array.length, unused -> new ArrayDeque<>()).addLast(array);
      kept += array.length;
    }
  }
}
