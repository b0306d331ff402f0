package org.truckee.grid.mutable.retrieve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.truckee.capability.ReadKey;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.ServerId;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.history.History;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.Workers;

/** Reads versions: from shares to plaintext. */
public final class Retriever {
  private final DownloadLimits limits;
  private final DownloadMemory memory;
  private final Workers workers;
  private final ReadPatience patience;
  private final TransferCounters counters;
  private final History history;

  /**
   * A reader.
   *
   * @param memory of all downloads of a grid
   * @param counters count what is read
   * @param history hears of retrieves
   */
  public Retriever(
      DownloadLimits limits,
      DownloadMemory memory,
      Workers workers,
      ReadPatience patience,
      TransferCounters counters,
      History history) {
    this.limits = limits;
    this.memory = memory;
    this.workers = workers;
    this.patience = patience;
    this.counters = counters;
    this.history = history;
  }

  /** How long servers may take for parts of shares. */
  public ReadPatience patience() {
    return patience;
  }

  /**
   * A range of the contents, piece by piece.
   *
   * @param begin where it begins
   * @param end where it ends, within the contents
   */
  public Pieces pieces(VersionShares shares, long begin, long end) {
    counters.countRetrieve(end - begin);
    Geometry geometry = shares.version().geometry();
    Optional<ReadKey> key = shares.facts().readKey();
    RetrieveStatus status =
        history.retrieve(shares.facts().index(), end - begin, geometry.needed(), geometry.total());
    return new WatchedPieces(
        new VersionPieces(
            run -> segments(shares, run, key, status), geometry, begin, end, memory, limits),
        status);
  }

  private List<Slice> segments(
      VersionShares shares, BlockRange run, Optional<ReadKey> key, RetrieveStatus status)
      throws NotEnoughSharesException, InterruptedException {
    Geometry geometry = shares.version().geometry();
    long begin = System.nanoTime();
    RunDecoder decoder = decoder(shares, run, status::answered);
    long fetched = System.nanoTime();
    long bytes = geometry.segmentOffset(run.end()) - geometry.segmentOffset(run.first());
    List<Slice> segments = new ArrayList<>(run.count());
    workers.run(
        bytes,
        () -> {
          for (int segment = run.first(); segment < run.end(); segment++) {
            byte[] array = decoder.segment(segment, key);
            segments.add(new Slice(array, 0, geometry.segmentLength(segment)));
          }
        });
    status.worked(Duration.ofNanos(fetched - begin), Duration.ofNanos(System.nanoTime() - fetched));
    return segments;
  }

  /** The validated blocks of a run, to be decoded. */
  public RunDecoder decoder(VersionShares shares, BlockRange run)
      throws NotEnoughSharesException, InterruptedException {
    return decoder(shares, run, (_, _) -> {});
  }

  private RunDecoder decoder(
      VersionShares shares, BlockRange run, BiConsumer<ServerId, Duration> heard)
      throws NotEnoughSharesException, InterruptedException {
    SortedMap<Integer, byte[]> blocks = new RunFetcher(shares, run, patience, heard).fetch();
    return new RunDecoder(shares.version().header(), run, blocks);
  }
}
