package org.truckee.firstgen.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.firstgen.uri.OldStorageIndex;

/** The shares of one file in memory, which tests may lose and damage. */
public final class MemoryShares implements ShareSource {
  private final Map<Integer, byte[]> shares = new TreeMap<>();
  private final List<Integer> closed = new ArrayList<>();

  /** Places for shares 0 to {@code total} − 1. */
  public Map<Integer, ShareSink> sinks(int total) {
    Map<Integer, ShareSink> sinks = new TreeMap<>();
    for (int number = 0; number < total; number++) {
      sinks.put(number, new Sink(number));
    }
    return sinks;
  }

  /** The bytes of a share; tests may change them. */
  public byte[] share(int number) {
    return shares.get(number);
  }

  /** The share is lost. */
  public void lose(int number) {
    shares.remove(number);
  }

  /** Replaces a share. */
  public void put(int number, byte[] bytes) {
    shares.put(number, bytes);
  }

  /** The shares that were completed. */
  public synchronized List<Integer> closed() {
    return closed.stream().sorted().toList();
  }

  @Override
  public List<Found> find(OldStorageIndex index) {
    List<Found> found = new ArrayList<>();
    shares.forEach((number, bytes) -> found.add(new Found(number, new Share(number, bytes))));
    return found;
  }

  private record Share(int number, byte[] bytes) implements ShareBytes {
    @Override
    public byte[] read(int offset, int length) {
      int from = Math.min(offset, bytes.length);
      return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
    }

    @Override
    public String where() {
      return "share " + number;
    }
  }

  private final class Sink implements ShareSink {
    private final int number;

    Sink(int number) {
      this.number = number;
    }

    /** As servers of August 2007 do: what does not come in order would be a fault. */
    @Override
    public void write(int offset, byte[] data) {
      synchronized (MemoryShares.this) {
        byte[] before = shares.getOrDefault(number, new byte[0]);
        if (offset != before.length) {
          throw new AssertionError("out of order: %d after %d".formatted(offset, before.length));
        }
        byte[] after = Arrays.copyOf(before, offset + data.length);
        System.arraycopy(data, 0, after, offset, data.length);
        shares.put(number, after);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryShares.this) {
        closed.add(number);
      }
    }

    @Override
    public String where() {
      return "share " + number;
    }
  }
}
