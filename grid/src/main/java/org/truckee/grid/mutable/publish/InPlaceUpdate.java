package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.capability.ReadKey;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.retrieve.BlockRange;
import org.truckee.grid.mutable.retrieve.MutableShareCopy;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.mutable.retrieve.VersionShares;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.Trouble;

/**
 * The segments of a version that change, and what is needed of those that do not ({@code spec/02
 * §11}). All that is taken of the old version is validated.
 */
final class InPlaceUpdate {
  private final VersionShares shares;
  private final Retriever retriever;
  private final Geometry before;
  private final Geometry after;
  private final long offset;
  private final long end;
  private final int first;
  private final int last;

  /**
   * An update.
   *
   * @param shares of the version that is replaced
   * @param offset where the new data begin, at most at its end
   * @param length of the new data, ≥ 1
   */
  InPlaceUpdate(VersionShares shares, Retriever retriever, long offset, int length) {
    this.shares = shares;
    this.retriever = retriever;
    this.before = shares.version().geometry();
    this.offset = offset;
    this.end = offset + length;
    this.after = before.withDataLength(Math.max(before.dataLength(), end));
    this.first = after.segmentAt(offset);
    this.last = after.segmentAt(end - 1);
  }

  /** How the contents are cut afterwards. */
  Geometry geometry() {
    return after;
  }

  /** The segments that change. */
  BlockRange segments() {
    return new BlockRange(first, last + 1);
  }

  /** How many bytes it takes in memory. */
  long memory() {
    long changed = after.total() * after.storedLength(first, last + 1);
    return 3 * changed + BlockHashes.memory(after);
  }

  /** Where the shares are that can be updated; a copy of each is enough to be read. */
  static SortedSet<Place> places(ServerMap map, VersionShares shares) {
    SortedSet<Place> places = new TreeSet<>();
    map.of(shares.version()).forEach(share -> places.add(share.place()));
    return places;
  }

  /** Whether every share of a version is there, and none has to be left alone for a while. */
  static boolean isPossible(ServerMap map, VersionShares shares) {
    Geometry geometry = shares.version().geometry();
    long distinct =
        map.of(shares.version()).stream()
            .map(KnownShare::place)
            .map(Place::number)
            .distinct()
            .count();
    return geometry.dataLength() > 0
        && distinct == geometry.total()
        && distinct - (geometry.needed() - 1) >= geometry.needed();
  }

  /**
   * The hashes of all blocks that do not change.
   *
   * @throws NotEnoughSharesException if a share turns out to be damaged or out of reach
   */
  BlockHashes oldHashes() throws NotEnoughSharesException, InterruptedException {
    BlockHashes hashes = new BlockHashes(after);
    SortedMap<Integer, MutableShareCopy> copies = new TreeMap<>();
    shares.all().forEach(copy -> copies.putIfAbsent(copy.number(), copy));
    ReadPatience patience = retriever.patience();
    try (Questions<MutableShareCopy, byte[]> questions =
        new Questions<>("block hashes", patience.latencies())) {
      for (MutableShareCopy copy : copies.values()) {
        GridServer server = copy.place().server();
        questions.ask(server, copy, patience.withoutReplacement(server), _ -> copy.blockHashes());
      }
      while (questions.hasOpen()) {
        switch (questions.next()) {
          case Reply.Answer(var question, var leaves) ->
              hashes.putFirst(question.subject().number(), leaves);
          case Reply.NoAnswer(var question, var trouble) -> {
            MutableShareCopy copy = question.subject();
            if (trouble instanceof Trouble.OfData) {
              shares.markBad(copy, trouble.message());
            }
            throw unusable(copy, trouble);
          }
          // No other share has these hashes.
          case Reply.Late<MutableShareCopy, byte[]> _ -> {}
        }
      }
    }
    return hashes;
  }

  private NotEnoughSharesException unusable(MutableShareCopy copy, Trouble trouble) {
    return new NotEnoughSharesException(
        "%s cannot be updated in place: %s: %s".formatted(shares.facts(), copy, trouble.message()),
        trouble.cause());
  }

  /**
   * The plaintext of the segments that change, with the new data.
   *
   * @return segment → its bytes, with zeros until its blocks are full
   */
  Map<Integer, byte[]> plaintexts(InputStream data) throws IOException, InterruptedException {
    Map<Integer, byte[]> segments = new TreeMap<>();
    for (int segment = first; segment <= last; segment++) {
      byte[] bytes = MutableBlockRun.segmentArray(after, segment);
      long begin = after.segmentOffset(segment);
      int from = (int) Math.max(0, offset - begin);
      int to = (int) Math.min(after.segmentLength(segment), end - begin);
      if (from > 0 || to < after.segmentLength(segment)) {
        byte[] old = old(segment);
        System.arraycopy(old, 0, bytes, 0, before.segmentLength(segment));
      }
      int read = data.readNBytes(bytes, from, to - from);
      if (read < to - from) {
        throw new SourceChangedException(
            "the new data ended early: they changed while they were read");
      }
      segments.put(segment, bytes);
    }
    return segments;
  }

  private byte[] old(int segment) throws NotEnoughSharesException, InterruptedException {
    Optional<ReadKey> key = shares.facts().readKey();
    BlockRange run = new BlockRange(segment, segment + 1);
    return retriever.decoder(shares, run).segment(segment, key);
  }
}
