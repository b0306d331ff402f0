package org.truckee.grid.immutable.download;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridException;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.memory.MemoryBudget;

/**
 * Reads a range of a file in order, run of segments by run, with several runs under way at a time
 * but never more in memory than the limits allow, however slow the reader is. The first run is
 * short and alone, so that the first bytes come early; it also finds out the file's geometry. From
 * then on as much is read ahead as was taken so far: most readers who want little go away early.
 * Used by one thread, except that any may {@link #close} it.
 */
public final class SegmentReader implements AutoCloseable {
  /** A first run of so many bytes comes as fast as a shorter one. */
  private static final int FIRST_RUN = 1 << 17;

  /** A range of so few segments is read at once. */
  private static final int SHORT_RANGE = 2;

  /** What is read ahead at first, in bytes, whatever the size of the segments. */
  private static final int FIRST_WINDOW = 1 << 20;

  private final CrypttextFile file;
  private final Optional<EncryptionKey> key;
  private final long offset;
  private final long end;
  private final DownloadStatus status;
  private final DownloadLimits limits;
  private final DownloadMemory budget;
  private final BlockBuffers buffers;
  private final Fetchers fetchers;
  private final TaskScope<Integer, DecodedRun> scope = new TaskScope<>("download");
  private final Map<Integer, DecodedRun> ready = new HashMap<>();
  private final Map<Integer, Long> inMemory = new HashMap<>();
  private boolean begun;
  private long read;
  private boolean firstCame;
  private SegmentGeometry geometry;
  private int started;
  private int delivered;
  private long planned;
  private long taken;
  private DecodedRun last;

  /** Taken by the first run, given back when the reader is closed. */
  private volatile Optional<MemoryBudget.Grant> memory = Optional.empty();

  private volatile boolean closed;

  /** Known once the first bytes are wanted. */
  private volatile Optional<DownloadEvent.Read> event = Optional.empty();

  private long handedOn;

  /**
   * A reader of a part of a file.
   *
   * @param key empty to leave the bytes enciphered
   * @param range within the file
   * @param status hears of what happens
   * @param limits what this read may take
   * @param budget what all reads together may take
   */
  SegmentReader(
      CrypttextFile file,
      Optional<EncryptionKey> key,
      Range range,
      DownloadStatus status,
      DownloadLimits limits,
      DownloadMemory budget,
      BlockBuffers buffers,
      Fetchers fetchers) {
    this.file = file;
    this.key = key;
    this.offset = range.begin();
    this.end = range.end();
    this.status = status;
    this.limits = limits;
    this.budget = budget;
    this.buffers = buffers;
    this.fetchers = fetchers;
    this.planned = offset;
  }

  /** Makes what fetches one run of segments. */
  @FunctionalInterface
  interface Fetchers {
    SegmentFetcher of(FileRead read, SegmentRun run);
  }

  /**
   * The next bytes, or nothing at the end of the range. They are valid until the next call.
   *
   * @throws GridException if they cannot be had
   */
  public Optional<List<Slice>> next() throws GridException, InterruptedException {
    event.ifPresent(read -> read.paused(Duration.ofNanos(System.nanoTime() - handedOn)));
    giveBackLast();
    try {
      advance();
    } catch (IllegalStateException e) {
      if (closed) {
        throw closedMeanwhile();
      }
      throw e;
    }
    if (delivered == started) {
      event.ifPresent(DownloadEvent.Read::closed);
      return Optional.empty();
    }
    last = ready.remove(delivered);
    List<Slice> slices = trimmed(last);
    note(slices, last.deciphering());
    return Optional.of(slices);
  }

  private void note(List<Slice> slices, Duration deciphering) {
    DownloadEvent.Read read = event.orElseThrow();
    read.deliver(slices.stream().mapToLong(Slice::length).sum());
    read.deciphered(deciphering);
    handedOn = System.nanoTime();
  }

  /** Sees to it that the next run is ready, if there is one. */
  private void advance() throws GridException, InterruptedException {
    if (!begun) {
      begin();
    }
    startRuns();
    while (delivered < started && !ready.containsKey(delivered)) {
      take(scope.next());
      startRuns();
    }
  }

  private void begin() {
    begun = true;
    event = Optional.of(status.read(offset, end - offset));
    read = file.beginRead();
    geometry = file.facts().likelyGeometry();
  }

  /** Asks who has shares, if too few are known. */
  private void findShares(SegmentRun first, boolean readingOn) {
    if (sharesKnown() < file.facts().cap().needed()) {
      Opening wanted =
          Opening.of(file.facts(), geometry, first, readingOn, file.finder().servers());
      int enough = wanted == Opening.NOTHING ? questions(geometry) : wanted.servers();
      file.finder().ask(enough, wanted, status);
    }
  }

  /** The first segment has come: from now on more servers are asked, to find the fastest. */
  private void opened() {
    firstCame = true;
    file.finder().opened();
    if (planned < end) {
      file.finder().ask(questions(geometry), status);
    }
  }

  private long sharesKnown() {
    return file.usable().stream().map(ShareCopy::number).distinct().count();
  }

  /** How many servers are asked at a time: few for a small file, more for a large one. */
  private int questions(SegmentGeometry likely) {
    int few = file.facts().cap().needed() + ShareFinder.SPARE_QUESTIONS;
    return likely.segments() == 1
        ? Math.min(few, Math.max(limits.questions(), file.facts().cap().needed()))
        : Math.max(few, limits.questions());
  }

  private void startRuns() {
    while (!closed && planned < end && hasRoom()) {
      startRun();
    }
  }

  /** Whether a run may be started; the first one has all memory until the reader has taken it. */
  private boolean hasRoom() {
    if (!firstCame) {
      return started == 0;
    }
    if (inMemory.isEmpty()) {
      return true;
    }
    long wanted = used() + nextRunBytes();
    return wanted <= window() && memory.orElseThrow().growTo(wanted);
  }

  private long used() {
    return inMemory.values().stream().mapToLong(Long::longValue).sum();
  }

  private long window() {
    return Math.min(limits.readAhead(), Math.max(FIRST_WINDOW, taken));
  }

  private long nextRunBytes() {
    return (long) runLength(geometry.segmentAt(planned)) * geometry.segmentSize();
  }

  private void startRun() {
    int first = geometry.segmentAt(planned);
    SegmentRun run = new SegmentRun(first, affordable(runLength(first)));
    inMemory.put(started, (long) run.count() * geometry.segmentSize());
    planned = geometry.segmentOffset(run.end());
    boolean readingOn = end - offset >= file.facts().cap().size() / 2;
    SegmentFetcher fetcher =
        fetchers.of(
            new FileRead(file, read, geometry, readingOn, questions(geometry), status), run);
    long bytes = inMemory.get(started);
    scope.fork(
        started++,
        () -> {
          if (memory.isEmpty()) {
            memory = Optional.of(budget.take(bytes));
            findShares(run, readingOn);
          }
          return fetcher.fetch(key);
        });
  }

  private int runLength(int first) {
    int left = geometry.segmentAt(end - 1) + 1 - first;
    if (started == 0 && left <= SHORT_RANGE) {
      return left;
    }
    long bySegments = Math.max(1, FIRST_RUN / geometry.segmentSize());
    if (started > 0) {
      long byRequest = limits.requestSize() / geometry.blockSize();
      long byMemory = Math.min(window(), limits.readAhead() / 2) / geometry.segmentSize();
      bySegments = Math.max(bySegments, Math.min(byRequest, byMemory));
    }
    return (int) Math.max(1, Math.min(left, bySegments));
  }

  /** How many segments of a run there is memory for; at least one all the same. */
  private int affordable(int segments) {
    if (memory.isEmpty()) {
      return segments;
    }
    MemoryBudget.Grant grant = memory.get();
    long size = geometry.segmentSize();
    return grant.growTo(used() + segments * size)
        ? segments
        : Math.clamp((grant.bytes() - used()) / size, 1, segments);
  }

  private void take(Outcome<Integer, DecodedRun> outcome)
      throws GridException, InterruptedException {
    if (closed && outcome instanceof Outcome.Failure) {
      throw closedMeanwhile();
    }
    if (outcome instanceof Outcome.Failure(var _, WrongGuessException _)) {
      startAgain();
      return;
    }
    ready.put(outcome.key(), outcome.value(GridException.class));
    if (!firstCame) {
      opened();
    }
  }

  private static InterruptedException closedMeanwhile() {
    return new InterruptedException("the download was closed");
  }

  /** The first run was cut by a wrong guess; the right geometry is known now, and its memory. */
  private void startAgain() {
    memory.ifPresent(MemoryBudget.Grant::close);
    memory = Optional.empty();
    inMemory.clear();
    started = 0;
    planned = offset;
    geometry = file.facts().likelyGeometry();
  }

  private List<Slice> trimmed(DecodedRun run) {
    long position = run.offset();
    List<Slice> slices = new ArrayList<>(run.slices().size());
    for (Slice slice : run.slices()) {
      long from = Math.max(0, offset - position);
      long to = Math.min(slice.length(), end - position);
      if (from < to) {
        slices.add(slice.part((int) from, (int) (to - from)));
      }
      position += slice.length();
    }
    return slices;
  }

  private void giveBackLast() {
    if (last != null) {
      last.arrays().forEach(buffers::give);
      last = null;
      taken += inMemory.remove(delivered++);
    }
  }

  /** What is read, slice by slice; closing that closes the reader. */
  public Pieces pieces() {
    Deque<Slice> left = new ArrayDeque<>();
    return new Pieces() {
      @Override
      public Optional<Slice> next() throws IOException, InterruptedException {
        if (left.isEmpty()) {
          SegmentReader.this.next().ifPresent(left::addAll);
        }
        return Optional.ofNullable(left.pollFirst());
      }

      @Override
      public void close() {
        SegmentReader.this.close();
      }
    };
  }

  /** Cancels all that is under way. {@link #next} fails from now on. */
  @Override
  public void close() {
    closed = true;
    scope.close();
    if (begun && !firstCame) {
      file.finder().opened();
    }
    memory.ifPresent(MemoryBudget.Grant::close);
    event.ifPresent(DownloadEvent.Read::closed);
  }
}
