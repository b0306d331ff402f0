package org.truckee.grid.mutable.retrieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.truckee.capability.ReadKey;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.TransferCounters;
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

  /**
   * A reader.
   *
   * @param memory of all downloads of a grid
   * @param counters count what is read
   */
  public Retriever(
      DownloadLimits limits,
      DownloadMemory memory,
      Workers workers,
      ReadPatience patience,
      TransferCounters counters) {
    this.limits = limits;
    this.memory = memory;
    this.workers = workers;
    this.patience = patience;
    this.counters = counters;
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
    return new VersionPieces(
        run -> segments(shares, run, key), geometry, begin, end, memory, limits);
  }

  private List<Slice> segments(VersionShares shares, BlockRange run, Optional<ReadKey> key)
      throws NotEnoughSharesException, InterruptedException {
    Geometry geometry = shares.version().geometry();
    RunDecoder decoder = decoder(shares, run);
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
    return segments;
  }

  /** The validated blocks of a run, to be decoded. */
  public RunDecoder decoder(VersionShares shares, BlockRange run)
      throws NotEnoughSharesException, InterruptedException {
    SortedMap<Integer, byte[]> blocks = new RunFetcher(shares, run, patience).fetch();
    return new RunDecoder(shares.version().header(), run, blocks);
  }
}
