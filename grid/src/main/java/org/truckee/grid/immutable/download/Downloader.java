package org.truckee.grid.immutable.download;

import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.Workers;

/**
 * The beginning of the road down: opens files, and gives each read of them the stations that it
 * goes through. Thread-safe.
 */
public final class Downloader {
  private final RankedServers servers;
  private final DownloadLimits limits;
  private final ReadPatience patience;
  private final DownloadMemory memory;
  private final BlockBuffers buffers;
  private final Workers workers;
  private final CorruptionNotices notices;
  private final Background background;
  private final History history;

  /**
   * A downloader of the files of a grid.
   *
   * @param limits what one read may take
   * @param memory what all reads together may take
   * @param buffers arrays for blocks
   * @param workers the threads that hash, decode and decipher
   * @param notices tells servers of damaged shares
   * @param background runs questions whose answers may come after the read that asked them
   * @param history hears of downloads
   */
  public Downloader(
      RankedServers servers,
      DownloadLimits limits,
      DownloadMemory memory,
      BlockBuffers buffers,
      Workers workers,
      CorruptionNotices notices,
      Background background,
      History history) {
    this.servers = servers;
    this.limits = limits;
    this.patience = new ReadPatience(limits, servers.latencies());
    this.memory = memory;
    this.buffers = buffers;
    this.workers = workers;
    this.notices = notices;
    this.background = background;
    this.history = history;
  }

  /**
   * The file that a capability names; nothing is asked yet.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public CrypttextFile open(ChkVerifyCap cap) throws UnusableCapabilityException {
    FileFacts facts = new FileFacts(cap, CrypttextFile.guess(cap));
    ShareFinder finder =
        new ShareFinder(
            facts,
            servers,
            patience,
            background,
            (server, number, share) ->
                new ShareCopy(server, number, share, facts, buffers, workers, notices));
    return new CrypttextFile(facts, finder);
  }

  /** Somebody has opened a file, and is going to read it. */
  DownloadStatus begin(CrypttextFile file) {
    ChkVerifyCap cap = file.facts().cap();
    return history.download(cap.index(), cap.size());
  }

  /** Begins to read a file for this program itself, which is of no interest to others. */
  public SegmentReader read(CrypttextFile file, Optional<EncryptionKey> key, Range range) {
    ChkVerifyCap cap = file.facts().cap();
    return read(file, key, range, history.unrecordedDownload(cap.index(), cap.size()));
  }

  /**
   * Begins to read a file.
   *
   * @param key empty to leave the bytes enciphered
   * @param range within the file
   * @param status hears of what happens
   */
  SegmentReader read(
      CrypttextFile file, Optional<EncryptionKey> key, Range range, DownloadStatus status) {
    return new SegmentReader(
        file,
        key,
        range,
        status,
        limits,
        memory,
        buffers,
        (read, run) -> new SegmentFetcher(read, run, servers.latencies(), patience, workers));
  }
}
