package org.truckee.grid.mutable.map;

import java.util.List;
import org.truckee.grid.MapMode;

/** When enough servers were asked for a map ({@code spec/02 §9.3, 9.5}). */
public final class MapPolicy {
  /** How many questions are kept under way while something is still wanted. */
  private static final int MORE = 5;

  private final MapMode mode;
  private final int needed;
  private final int total;

  /**
   * The rules of a mode.
   *
   * @param needed k, as far as it is known
   * @param total N, as far as it is known
   */
  public MapPolicy(MapMode mode, int needed, int total) {
    this.mode = mode;
    this.needed = needed;
    this.total = total;
  }

  /** What is known of a server. */
  public enum State {
    /** It failed, or showed a damaged share. */
    BAD,
    /** It has no share. */
    EMPTY,
    /** It has a share that can be used. */
    HOLDER,
    /** Not asked, or has not answered. */
    UNKNOWN
  }

  /**
   * How far a map has come.
   *
   * @param servers in their order for the file
   * @param outstanding questions that are not answered
   * @param completed questions that are, or failed
   * @param unasked how many servers were not asked
   * @param recoverable whether a version can be read
   * @param newerUnrecoverable whether there is a newer one that cannot
   * @param keyMissing whether the private key is wanted and was not found
   */
  public record Progress(
      List<State> servers,
      int outstanding,
      int completed,
      int unasked,
      boolean recoverable,
      boolean newerUnrecoverable,
      boolean keyMissing) {}

  /** How many servers are asked at first. */
  public int initial() {
    return switch (mode) {
      case READ, ANYTHING -> 2 * needed;
      case WRITE -> total + needed;
      case CHECK, REPAIR -> Integer.MAX_VALUE;
    };
  }

  /** How many questions should be under way; 0 if the map is done. */
  public int wanted(Progress progress) {
    if (progress.outstanding == 0 && progress.unasked == 0) {
      return 0;
    }
    return switch (mode) {
      case ANYTHING -> progress.recoverable ? 0 : MORE;
      // All servers have been asked: those that are outstanding have to answer.
      case CHECK, REPAIR -> progress.outstanding;
      case READ -> wantedForReading(progress);
      case WRITE -> wantedForWriting(progress);
    };
  }

  /**
   * No more than are needed at first, so that their answers are waited for: they bring the contents
   * along.
   */
  private int wantedForReading(Progress progress) {
    int missing = 2 * needed - progress.completed;
    if (missing > 0) {
      return missing;
    }
    return progress.recoverable && !progress.newerUnrecoverable ? 0 : MORE;
  }

  /** Servers without shares behind the last one with some show where the shares of a file end. */
  private int wantedForWriting(Progress progress) {
    if (!progress.recoverable) {
      return MORE;
    }
    // Servers before the first holder say nothing of where the shares end.
    boolean holderSeen = false;
    int empty = 0;
    int unknown = 0;
    for (State state : progress.servers) {
      switch (state) {
        case HOLDER -> {
          holderSeen = true;
          empty = 0;
        }
        case EMPTY -> empty += holderSeen ? 1 : 0;
        case UNKNOWN -> unknown++;
        case BAD -> {
          // It has answered with neither a share nor the lack of one.
        }
      }
      if (empty == needed) {
        return unknown > 0 ? unknown : progress.keyMissing ? MORE : 0;
      }
    }
    return MORE;
  }
}
