package org.truckee.grid.immutable.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.GridException;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.Deadline;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.Workers;

/**
 * Fetches one run of segments: blocks from k different shares, the fastest and most diverse ones,
 * others in the place of those that are bad, lost or late ({@code spec/01 §8.5}). Used once.
 */
final class SegmentFetcher {
  private final CrypttextFile file;
  private final FileRead read;
  private final SegmentGeometry geometry;
  private final SegmentRun run;
  private final int needed;
  private final ServerLatencies latencies;
  private final ReadPatience patience;
  private final Workers workers;

  /** For each segment of the run the blocks that are there, by share number. */
  private final List<Map<Integer, Slice>> blocks = new ArrayList<>();

  private final Questions<Wanted, BlockRun> requests;
  private final Map<ShareCopy, BitSet> tried = new HashMap<>();
  private final List<byte[]> arrays = new ArrayList<>();
  private final List<DownloadEvent.Segment> segments = new ArrayList<>();
  private final List<DownloadEvent.Blocks> events = new ArrayList<>();

  /** Blocks of one share. */
  private record Wanted(ShareCopy copy, SegmentRun run, DownloadEvent.Blocks event) {
    boolean covers(int segment) {
      return run.first() <= segment && segment < run.end();
    }

    @Override
    public String toString() {
      return "blocks of " + copy;
    }
  }

  /** A fetcher of one run of a read. */
  SegmentFetcher(
      FileRead read,
      SegmentRun run,
      ServerLatencies latencies,
      ReadPatience patience,
      Workers workers) {
    this.file = read.file();
    this.read = read;
    this.geometry = read.geometry();
    this.run = run;
    this.needed = geometry.needed();
    this.latencies = latencies;
    this.patience = patience;
    this.workers = workers;
    this.requests = new Questions<>("fetch blocks", latencies);
    for (int i = 0; i < run.count(); i++) {
      blocks.add(new TreeMap<>());
      segments.add(read.status().segment(run.first() + i));
    }
  }

  /**
   * Fetches, decodes and deciphers the run.
   *
   * @param key empty to leave the segments enciphered
   * @throws WrongGuessException if the file turns out to be cut into other segments
   */
  DecodedRun fetch(Optional<EncryptionKey> key)
      throws GridException, WrongGuessException, InterruptedException {
    segments.forEach(DownloadEvent.Segment::begun);
    try {
      fetchBlocks();
      return workers.compute(() -> decode(key));
    } finally {
      segments.stream()
          .filter(segment -> segment.finished().isEmpty())
          .forEach(DownloadEvent.Segment::failed);
      // What others were faster with is not waited for.
      events.stream()
          .filter(request -> request.finished().isEmpty())
          .forEach(DownloadEvent.Blocks::failed);
    }
  }

  private void fetchBlocks() throws GridException, WrongGuessException, InterruptedException {
    try (requests) {
      startReads();
      while (!complete()) {
        Optional<Reply<Wanted, BlockRun>> reply = requests.next(Deadline.NEVER);
        if (reply.isPresent()) {
          take(reply.get());
        }
        startReads();
      }
    }
  }

  private DecodedRun decode(Optional<EncryptionKey> key) throws BadCiphertextException {
    DownloadEvent.Work work = read.status().work("decode");
    long begin = System.nanoTime();
    DecodedRun decoded = SegmentDecoder.decode(file.facts(), geometry, run, blocks, arrays, key);
    work.done();
    Duration each = Duration.ofNanos((System.nanoTime() - begin) / run.count());
    for (DownloadEvent.Segment segment : segments) {
      int number = segment.number();
      segment.made(
          new DownloadEvent.Segment.Made(
              geometry.segmentOffset(number), geometry.segmentLength(number), each));
    }
    return decoded;
  }

  private boolean complete() {
    return blocks.stream().allMatch(found -> found.size() >= needed);
  }

  private void startReads() throws GridException {
    if (complete()) {
      return;
    }
    long seen = file.finder().changes();
    boolean lacking = false;
    for (int segment = run.first(); segment < run.end(); segment++) {
      while (isLacking(segment)) {
        Optional<ShareCopy> copy = best(segment);
        if (copy.isEmpty()) {
          lacking = true;
          break;
        }
        start(copy.get(), segment);
      }
    }
    if (lacking) {
      findMore(seen);
    }
  }

  private void findMore(long seen) throws GridException {
    file.finder()
        .askMore(
            Math.min(read.questions(), missing() + ShareFinder.SPARE_QUESTIONS),
            seen,
            read.status());
    if (!file.finder().isSettled(seen)) {
      requests.watch(() -> file.finder().awaitChange(seen));
    } else if (!requests.hasOpen()) {
      // Shares may have moved since an earlier read found them.
      if (!file.finder().mayFindMore(seen, read.number())) {
        throw Shortage.of(file, run, blocks);
      }
      findMore(seen);
    }
  }

  /** How many further shares are wanted. */
  private int missing() {
    int most = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      most = Math.max(most, needed - promised(segment).size());
    }
    return most;
  }

  /** Whether too few shares have, or promise, a block of the segment. */
  private boolean isLacking(int segment) {
    return promised(segment).size() < needed;
  }

  private Set<Integer> promised(int segment) {
    Set<Integer> numbers = new HashSet<>(blocks.get(segment - run.first()).keySet());
    requests
        .onTime()
        .map(Question::subject)
        .filter(wanted -> wanted.covers(segment))
        .forEach(wanted -> numbers.add(wanted.copy.number().value()));
    return numbers;
  }

  private Optional<ShareCopy> best(int segment) {
    Set<Integer> promised = promised(segment);
    Map<ServerId, Integer> inUse = new HashMap<>();
    requests.open().forEach(request -> inUse.merge(request.server().id(), 1, Integer::sum));
    return file.usable().stream()
        .filter(copy -> !promised.contains(copy.number().value()) && !wasTried(copy, segment))
        .min(
            Comparator.<ShareCopy, Boolean>comparing(copy -> latencies.isLate(copy.server().id()))
                .thenComparing(copy -> inUse.getOrDefault(copy.server().id(), 0))
                .thenComparing(copy -> latencies.speedClass(copy.server().id()))
                .thenComparing(copy -> copy.number().value() >= needed)
                .thenComparing(copy -> !copy.isOpen())
                .thenComparing(copy -> latencies.millis(copy.server().id()))
                .thenComparing(ShareCopy::number));
  }

  private boolean wasTried(ShareCopy copy, int segment) {
    BitSet segments = tried.get(copy);
    return segments != null && segments.get(segment - run.first());
  }

  /** Asks for the segment, and for those behind it that lack blocks as well. */
  private void start(ShareCopy copy, int segment) {
    int end = segment + 1;
    int number = copy.number().value();
    while (end < run.end()
        && isLacking(end)
        && !promised(end).contains(number)
        && !wasTried(copy, end)) {
      end++;
    }
    SegmentRun wanted = new SegmentRun(segment, end - segment);
    tried
        .computeIfAbsent(copy, unused -> new BitSet())
        .set(segment - run.first(), end - run.first());
    requests.ask(
        copy.server(),
        new Wanted(copy, wanted, event(copy, wanted)),
        patience.withBlocks(copy.server()),
        request -> copy.fetch(geometry, wanted, read.readingOn()));
  }

  private DownloadEvent.Blocks event(ShareCopy copy, SegmentRun wanted) {
    long length = 0;
    for (int segment = wanted.first(); segment < wanted.end(); segment++) {
      length += geometry.blockLength(segment);
    }
    DownloadEvent.Blocks event =
        read.status()
            .blocks(
                copy.server().id(),
                copy.number().value(),
                (long) wanted.first() * geometry.blockSize(),
                length);
    events.add(event);
    return event;
  }

  private void take(Reply<Wanted, BlockRun> reply) throws WrongGuessException {
    ShareCopy copy = reply.question().subject().copy;
    DownloadEvent.Blocks event = reply.question().subject().event;
    switch (reply) {
      case Reply.Answer(var request, var blocksOfShare) -> {
        if (blocksOfShare.asked()) {
          latencies.recordBlocks(copy.server().id(), request.age());
        }
        event.came();
        keep(blocksOfShare);
      }
      case Reply.NoAnswer(var _, var trouble) -> {
        event.failed();
        if (trouble.cause() instanceof WrongGuessException wrong) {
          throw wrong;
        }
        file.failed(copy, ShareException.of(trouble));
      }
      // It no longer counts, so that another share takes its place.
      case Reply.Late<Wanted, BlockRun> _ -> {}
    }
  }

  private void keep(BlockRun found) {
    arrays.addAll(found.arrays());
    for (int i = 0; i < found.run().count(); i++) {
      Map<Integer, Slice> column = blocks.get(found.run().first() + i - run.first());
      found.blocks().get(i).ifPresent(block -> column.putIfAbsent(found.share(), block));
    }
  }
}
