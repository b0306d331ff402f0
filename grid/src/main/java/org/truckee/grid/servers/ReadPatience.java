package org.truckee.grid.servers;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;

/**
 * How long servers may take for what is read from them. A server that was late the last time is not
 * waited for as long as others.
 *
 * @param limits what one read may take of time
 * @param latencies who was late, and how long blocks usually take
 */
public record ReadPatience(DownloadLimits limits, ServerLatencies latencies) {
  /** Without a replacement for a late server, it gets so many times the usual patience. */
  private static final int STRAGGLE_FACTOR = 2;

  /** With a server that is asked which shares it has; others can be asked besides. */
  public Patience withFinding(GridServer server) {
    Duration usual = limits.questionPatience();
    Duration floor = limits.hedgeFloor();
    return untilLate(server, usual, floor.compareTo(usual) < 0 ? floor : usual);
  }

  /** With a server that is asked for blocks; other shares can be read in the place of its own. */
  public Patience withBlocks(GridServer server) {
    return new Patience(() -> latencies.lateAfter(server.id(), limits), limits.answerLimit());
  }

  /**
   * With a server whose own answer is wanted: no other server can give it, so it may take longer
   * than elsewhere. Only one that was waited for as long lately, and has said nothing meanwhile,
   * may be gone.
   *
   * @param responds whether it has answered another question of the same work
   */
  public Patience withoutReplacement(GridServer server, BooleanSupplier responds) {
    Duration brief = limits.questionPatience();
    return new Patience(
        () ->
            latencies.isLate(server.id(), thorough()) && !responds.getAsBoolean()
                ? brief
                : thorough(),
        limits.answerLimit());
  }

  /** With a server whose own answer is wanted, and that is asked for nothing else. */
  public Patience withoutReplacement(GridServer server) {
    return withoutReplacement(server, () -> false);
  }

  /** After which a server is late for somebody who wants to know of every share. */
  public Duration thorough() {
    return limits.hedgeCeiling().multipliedBy(STRAGGLE_FACTOR);
  }

  private Patience untilLate(GridServer server, Duration usual, Duration ifLateBefore) {
    return new Patience(
        () -> latencies.isLate(server.id()) ? ifLateBefore : usual, limits.answerLimit());
  }
}
