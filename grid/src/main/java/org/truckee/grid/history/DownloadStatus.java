package org.truckee.grid.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;

/**
 * An immutable file that was opened to be read, with all that happens when it is: the last 2,000
 * events of each kind.
 */
public final class DownloadStatus implements OperationStatus {
  private final long number;
  private final SteadyClock clock;
  private final StorageIndex index;
  private final long size;
  private final EventLog<DownloadEvent.Read> reads = new EventLog<>();
  private final EventLog<DownloadEvent.Segment> segments = new EventLog<>();
  private final EventLog<DownloadEvent.Question> questions = new EventLog<>();
  private final EventLog<DownloadEvent.Blocks> blocks = new EventLog<>();
  private final EventLog<DownloadEvent.Work> work = new EventLog<>();

  DownloadStatus(long number, SteadyClock clock, StorageIndex index, long size) {
    this.number = number;
    this.clock = clock;
    this.index = index;
    this.size = size;
  }

  /** Somebody reads a range of the file. */
  public DownloadEvent.Read read(long start, long length) {
    return reads.add(new DownloadEvent.Read(clock, start, length));
  }

  /** A segment is wanted. */
  public DownloadEvent.Segment segment(int segment) {
    return segments.add(new DownloadEvent.Segment(clock, segment));
  }

  /** A server is asked which shares it has. */
  public DownloadEvent.Question question(ServerId server) {
    return questions.add(new DownloadEvent.Question(clock, server));
  }

  /**
   * Blocks are asked for.
   *
   * @param start where they begin among the blocks of the share, in bytes
   */
  public DownloadEvent.Blocks blocks(ServerId server, int share, long start, long length) {
    return blocks.add(new DownloadEvent.Blocks(clock, server, share, start, length));
  }

  /** Something is done with what has come, such as {@code decode}. */
  public DownloadEvent.Work work(String what) {
    return work.add(new DownloadEvent.Work(clock, what));
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Instant started() {
    return clock.begin();
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return Optional.of(index);
  }

  /** Bytes of the file. */
  public long size() {
    return size;
  }

  @Override
  public String status() {
    List<DownloadEvent.Segment> pending =
        segments.all().stream().filter(segment -> segment.finished().isEmpty()).toList();
    if (!isActive() || pending.isEmpty()) {
      return "idle";
    }
    return (pending.size() == 1 ? "fetching segment " : "fetching segments ")
        + pending.stream()
            .map(segment -> Integer.toString(segment.number()))
            .collect(Collectors.joining(","));
  }

  @Override
  public boolean isActive() {
    return reads.all().stream().anyMatch(read -> read.finished().isEmpty());
  }

  /** How much has come of what readers wait for, from 0 to 1; 1 if nobody waits. */
  public double progress() {
    List<DownloadEvent.Read> all = reads.all();
    if (all.isEmpty()) {
      return 0;
    }
    long wanted = 0;
    long came = 0;
    for (DownloadEvent.Read read : all) {
      if (read.finished().isEmpty()) {
        wanted += read.length();
        came += read.returned();
      }
    }
    return wanted == 0 ? 1 : (double) came / wanted;
  }

  /** The ranges that were read. */
  public List<DownloadEvent.Read> reads() {
    return reads.all();
  }

  /** The segments that were fetched. */
  public List<DownloadEvent.Segment> segments() {
    return segments.all();
  }

  /** The servers that were asked for shares. */
  public List<DownloadEvent.Question> questions() {
    return questions.all();
  }

  /** The blocks that were asked for. */
  public List<DownloadEvent.Blocks> blockRequests() {
    return blocks.all();
  }

  /** What was done with them. */
  public List<DownloadEvent.Work> work() {
    return work.all();
  }
}
