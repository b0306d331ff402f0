package org.truckee.grid.mutable.publish;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareUpdate;

/**
 * Shares that are too large to be sent with one write each. The first write puts a mark at the
 * beginning of a share, which makes it one that nobody takes for valid; each further write is made
 * only if the mark is still there, and the last one replaces it by the header. Used by one thread.
 *
 * <p>While it is written a share is neither of the old version nor of the new one: enough others
 * have to be left alone meanwhile.
 */
final class ShareStreams {
  private final SlotWriter writer;
  private final ServerMap map;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final int total;
  private final byte[] mark;
  private final SortedMap<Place, byte[]> live = new TreeMap<>();
  private final List<Place> started;
  private boolean begun;
  private Optional<String> collision = Optional.empty();
  private Optional<String> lastFailure = Optional.empty();

  /**
   * Shares to be written.
   *
   * @param sequenceNumber of the version that they will be of
   * @param starts their places, and what is expected there
   */
  ShareStreams(
      SlotWriter writer,
      ServerMap map,
      ServerLatencies latencies,
      Patience patience,
      int total,
      long sequenceNumber,
      RandomGenerator random,
      Collection<PlannedWrite> starts) {
    this.writer = writer;
    this.map = map;
    this.latencies = latencies;
    this.patience = patience;
    this.total = total;
    this.mark = mark(sequenceNumber, random);
    starts.forEach(start -> live.put(start.place(), start.expected()));
    this.started = List.copyOf(live.keySet());
  }

  /** The checkstring of a version that does not exist: its root hash is made up. */
  private static byte[] mark(long sequenceNumber, RandomGenerator random) {
    byte[] madeUp = new byte[32];
    random.nextBytes(madeUp);
    return ByteBuffer.allocate(41).put((byte) 1).putLong(sequenceNumber).put(madeUp).array();
  }

  /** Sends a run of blocks to all places. */
  void send(Version layout, MutableBlockRun run, IntFunction<Integer> indexOf)
      throws InterruptedException {
    ByteRange range = layout.layout().blocksRange(layout.geometry(), run.first(), run.end());
    sendParts(
        number -> List.of(new ShareUpdate.Write(range.begin(), run.bytes(indexOf.apply(number)))),
        mark);
  }

  /** Sends all that is not blocks, and with it the header: the shares are complete. */
  SortedSet<Place> finish(SealedVersion sealed) throws InterruptedException {
    sendParts(
        number -> SealedVersion.joined(sealed.parts(number)),
        sealed.version().header().checkstring());
    return new TreeSet<>(live.keySet());
  }

  private void sendParts(IntFunction<List<ShareUpdate.Write>> parts, byte[] after)
      throws InterruptedException {
    Wave wave =
        new Wave(
            new Judge(after, map),
            (writes, beside) -> writer.write(writes, beside, number -> marked(parts.apply(number))),
            latencies,
            patience,
            // A share that turns up now lacks the blocks that were sent before.
            begun ? 0 : total,
            live.keySet(),
            guards(),
            List.of());
    List<PlannedWrite> writes = new ArrayList<>();
    live.forEach((place, expected) -> writes.add(new PlannedWrite(place, expected)));
    wave.run(writes);
    live.clear();
    wave.written().forEach(place -> live.put(place, mark));
    wave.failed().values().stream().findAny().ifPresent(why -> lastFailure = Optional.of(why));
    collision = collision.or(wave::collision);
    begun = true;
  }

  /** Takes away what was sent, since it will never be complete; what cannot go does no harm. */
  void abandon() throws InterruptedException {
    Wave wave =
        new Wave(
            new Judge(new byte[0], map),
            (writes, _) -> writer.delete(writes),
            latencies,
            patience,
            0,
            started,
            Map.of(),
            List.of());
    // Also those that were given up: what has another mark, or none, is not ours and stays.
    wave.run(started.stream().map(place -> new PlannedWrite(place, mark)).toList());
    live.clear();
  }

  /** Shares that are left alone, and have to be as expected; not those that were given up. */
  private Map<Place, byte[]> guards() {
    Map<Place, byte[]> guards = ShareWriting.guards(map);
    guards.keySet().removeAll(started);
    return guards;
  }

  private List<ShareUpdate.Write> marked(List<ShareUpdate.Write> parts) {
    if (begun) {
      return parts;
    }
    List<ShareUpdate.Write> marked = new ArrayList<>();
    marked.add(new ShareUpdate.Write(0, mark));
    marked.addAll(parts);
    return marked;
  }

  /** How many different shares are being written. */
  int distinct() {
    return ShareGoal.numbers(live.keySet()).size();
  }

  /** Where somebody else's share was found. */
  Optional<String> collision() {
    return collision;
  }

  /** Why the last share was given up. */
  Optional<String> lastFailure() {
    return lastFailure;
  }
}
