package org.truckee.grid.mutable.retrieve;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.memory.MemoryBudget;

/**
 * Reads a range of a version in order, with some runs of segments under way at a time but never
 * more in memory than the limits allow. The first run is short, so that the first bytes come early;
 * then as much is read ahead as was taken so far.
 */
final class VersionPieces implements Pieces {
  /** A first run of so many bytes comes as fast as a shorter one. */
  private static final int FIRST_RUN = 1 << 18;

  /** Blocks as they come, and segments made of them, are both in memory. */
  private static final int COPIES = 2;

  private final RunSource source;
  private final DownloadMemory memory;
  private final DownloadLimits limits;
  private final Geometry geometry;
  private final long begin;
  private final long end;
  private final TaskScope<Integer, List<Slice>> scope = new TaskScope<>("mutable download");
  private final Map<Integer, List<Slice>> ready = new HashMap<>();
  private final Deque<Long> underWay = new ArrayDeque<>();
  private final Deque<Slice> current = new ArrayDeque<>();
  private Optional<MemoryBudget.Grant> grant = Optional.empty();
  private int planned;
  private int started;
  private int delivered;
  private boolean runOut;
  private long taken;
  private volatile boolean closed;

  /** Where segments come from. */
  @FunctionalInterface
  interface RunSource {
    /** The segments of a run, one after another, each without what lies behind it. */
    List<Slice> fetch(BlockRange run) throws IOException, InterruptedException;
  }

  /** The range {@code [begin, end)}, which must lie within the version. */
  VersionPieces(
      RunSource source,
      Geometry geometry,
      long begin,
      long end,
      DownloadMemory memory,
      DownloadLimits limits) {
    this.source = source;
    this.memory = memory;
    this.limits = limits;
    this.geometry = geometry;
    this.begin = begin;
    this.end = end;
    this.planned = begin < end ? geometry.segmentAt(begin) : 0;
  }

  @Override
  public Optional<Slice> next() throws IOException, InterruptedException {
    while (current.isEmpty()) {
      finishRun();
      startRuns();
      if (delivered == started) {
        return Optional.empty();
      }
      await();
      current.addAll(ready.remove(delivered));
      runOut = true;
    }
    Slice slice = current.remove();
    taken += slice.length();
    return Optional.of(slice);
  }

  private void finishRun() {
    if (runOut) {
      runOut = false;
      delivered++;
      underWay.remove();
    }
  }

  private void startRuns() throws IOException, InterruptedException {
    int last = begin < end ? geometry.segmentAt(end - 1) + 1 : 0;
    while (!closed && planned < last) {
      int count = Math.min(last - planned, runLength());
      long bytes = COPIES * (long) count * geometry.segmentSize();
      if (!hasRoom(bytes)) {
        return;
      }
      BlockRange run = new BlockRange(planned, planned + count);
      planned = run.end();
      underWay.add(bytes);
      scope.fork(started++, () -> trimmed(run, source.fetch(run)));
    }
  }

  private int runLength() {
    long most = limits.requestSize() / Math.max(1, geometry.segmentSize() / geometry.needed());
    long wanted = started == 0 ? FIRST_RUN : Math.max(FIRST_RUN, limits.readAhead() / 8);
    return (int) Math.max(1, Math.min(most, wanted / geometry.segmentSize()));
  }

  private boolean hasRoom(long bytes) throws IOException, InterruptedException {
    if (grant.isEmpty()) {
      grant = Optional.of(memory.take(bytes));
      return true;
    }
    if (underWay.isEmpty()) {
      grant.get().growTo(bytes);
      return true;
    }
    long used = underWay.stream().mapToLong(Long::longValue).sum() + bytes;
    long window = Math.min(limits.readAhead(), Math.max(COPIES * (long) FIRST_RUN, taken));
    return used <= window && grant.get().growTo(used);
  }

  private void await() throws IOException, InterruptedException {
    while (!ready.containsKey(delivered)) {
      Outcome<Integer, List<Slice>> outcome = scope.next();
      if (closed) {
        throw new InterruptedException("the download was closed");
      }
      ready.put(outcome.key(), outcome.value(IOException.class));
    }
  }

  private List<Slice> trimmed(BlockRange run, List<Slice> segments) {
    long position = geometry.segmentOffset(run.first());
    List<Slice> slices = new ArrayList<>(segments.size());
    for (Slice slice : segments) {
      long from = Math.max(0, begin - position);
      long to = Math.min(slice.length(), end - position);
      if (from < to) {
        slices.add(slice.part((int) from, (int) (to - from)));
      }
      position += slice.length();
    }
    return slices;
  }

  @Override
  public void close() {
    closed = true;
    scope.close();
    grant.ifPresent(MemoryBudget.Grant::close);
  }
}
