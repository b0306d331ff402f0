package org.truckee.grid.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.ServerId;

/**
 * Something that happened in a download, from its beginning to its end ({@code spec/08 §17.4}).
 * Thread-safe.
 */
public abstract sealed class DownloadEvent {
  private final SteadyClock clock;
  private final Instant started;
  private volatile Optional<Instant> finished = Optional.empty();

  private DownloadEvent(SteadyClock clock) {
    this.clock = clock;
    this.started = clock.now();
  }

  /** When it began. */
  public Instant started() {
    return started;
  }

  /** When it ended; empty while it goes on. */
  public Optional<Instant> finished() {
    return finished;
  }

  /** It has ended now. */
  void end() {
    finished = Optional.of(clock.now());
  }

  Instant now() {
    return clock.now();
  }

  /** Work on the blocks that have come, such as decoding them. */
  public static final class Work extends DownloadEvent {
    private final String what;

    Work(SteadyClock clock, String what) {
      super(clock);
      this.what = what;
    }

    /** What kind of work it is, in one word. */
    public String what() {
      return what;
    }

    /** It is done. */
    public void done() {
      end();
    }
  }

  /** A range of the file that somebody reads. */
  public static final class Read extends DownloadEvent {
    private final long start;
    private final long length;
    private volatile long returned;
    private volatile Duration deciphering = Duration.ZERO;
    private volatile Duration paused = Duration.ZERO;

    Read(SteadyClock clock, long start, long length) {
      super(clock);
      this.start = start;
      this.length = length;
    }

    /** Where it begins in the file. */
    public long start() {
      return start;
    }

    /** How many bytes are wanted. */
    public long length() {
      return length;
    }

    /** How many bytes have come. */
    public long returned() {
      return returned;
    }

    /** How long deciphering took. */
    public Duration deciphering() {
      return deciphering;
    }

    /** How long the reader was waited for. */
    public Duration paused() {
      return paused;
    }

    /** More bytes are there for the reader. Called by the reader's thread, as are all others. */
    public void deliver(long bytes) {
      returned += bytes;
    }

    /** The bytes that are there have been deciphered. */
    public void deciphered(Duration time) {
      deciphering = deciphering.plus(time);
    }

    /** The reader was busy with what it had. */
    public void paused(Duration time) {
      paused = paused.plus(time);
    }

    /** The reader has all that it wanted, or wants no more. */
    public void closed() {
      if (finished().isEmpty()) {
        end();
      }
    }
  }

  /** A segment that is fetched. */
  public static final class Segment extends DownloadEvent {
    private final int number;
    private volatile Optional<Instant> active = Optional.empty();
    private volatile Optional<Made> made = Optional.empty();
    private volatile Optional<Boolean> success = Optional.empty();

    /**
     * A segment that was made.
     *
     * @param start its offset in the file
     * @param length its bytes
     * @param decoding how long decoding and checking took
     */
    public record Made(long start, long length, Duration decoding) {}

    Segment(SteadyClock clock, int number) {
      super(clock);
      this.number = number;
    }

    /** Which segment it is, from 0 on. */
    public int number() {
      return number;
    }

    /** When its blocks were asked for. */
    public Optional<Instant> active() {
      return active;
    }

    /** What it is, if it came. */
    public Optional<Made> made() {
      return made;
    }

    /** Whether it came; empty while it is waited for. */
    public Optional<Boolean> success() {
      return success;
    }

    /** Its blocks are asked for. */
    public void begun() {
      active = Optional.of(now());
    }

    /** It is there. */
    public void made(Made segment) {
      made = Optional.of(segment);
      success = Optional.of(true);
      end();
    }

    /** It cannot be had, or nobody wants it any more. */
    public void failed() {
      success = Optional.of(false);
      end();
    }
  }

  /** A server that was asked which shares it has. */
  public static final class Question extends DownloadEvent {
    private final ServerId server;
    private volatile Optional<List<Integer>> shares = Optional.empty();
    private volatile Optional<Boolean> success = Optional.empty();

    Question(SteadyClock clock, ServerId server) {
      super(clock);
      this.server = server;
    }

    /** Who was asked. */
    public ServerId server() {
      return server;
    }

    /** What it has; empty if it has not answered. */
    public Optional<List<Integer>> shares() {
      return shares;
    }

    /** Whether it answered; empty while that is not known. */
    public Optional<Boolean> success() {
      return success;
    }

    /** It has these. */
    public void answered(List<Integer> numbers) {
      shares = Optional.of(List.copyOf(numbers));
      success = Optional.of(true);
      end();
    }

    /** It did not answer. */
    public void failed() {
      success = Optional.of(false);
      end();
    }
  }

  /** Blocks of one share that were asked for. */
  public static final class Blocks extends DownloadEvent {
    private final ServerId server;
    private final int share;
    private final long start;
    private final long length;
    private volatile Optional<Long> received = Optional.empty();
    private volatile Optional<Boolean> success = Optional.empty();

    Blocks(SteadyClock clock, ServerId server, int share, long start, long length) {
      super(clock);
      this.server = server;
      this.share = share;
      this.start = start;
      this.length = length;
    }

    /** Who was asked. */
    public ServerId server() {
      return server;
    }

    /** The number of the share. */
    public int share() {
      return share;
    }

    /** Where they begin among the blocks of the share, in bytes. */
    public long start() {
      return start;
    }

    /** How many bytes they have. */
    public long length() {
      return length;
    }

    /** How many bytes came; empty if none did. */
    public Optional<Long> received() {
      return received;
    }

    /** Whether they came; empty while they are waited for. */
    public Optional<Boolean> success() {
      return success;
    }

    /** They are there, and are right. */
    public void came() {
      received = Optional.of(length);
      success = Optional.of(true);
      end();
    }

    /** They did not come, or were damaged. */
    public void failed() {
      success = Optional.of(false);
      end();
    }
  }
}
