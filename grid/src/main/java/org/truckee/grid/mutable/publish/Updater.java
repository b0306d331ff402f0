package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.truckee.capability.ReadKey;
import org.truckee.grid.Source;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.retrieve.BlockRange;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.mutable.retrieve.VersionShares;

/** Writes versions that differ from the last one in a few segments only ({@code spec/02 §11}). */
public final class Updater {
  private final Publisher publisher;
  private final Retriever retriever;

  public Updater(Publisher publisher, Retriever retriever) {
    this.publisher = publisher;
    this.retriever = retriever;
  }

  /** Whether a version can be updated in place: it is not empty, and has all of its shares. */
  public static boolean isPossible(ServerMap map, VersionShares shares) {
    return InPlaceUpdate.isPossible(map, shares);
  }

  /**
   * Replaces bytes, and adds those that reach behind the end.
   *
   * @param shares of the best version of the map, for which {@link #isPossible} holds
   * @param offset at most the length of the contents
   * @param data at least one byte, few enough to be kept in memory
   */
  public Published update(ServerMap map, VersionShares shares, long offset, Source data)
      throws CollisionException, IOException, InterruptedException {
    InPlaceUpdate update =
        new InPlaceUpdate(shares, retriever, offset, Math.toIntExact(data.size()));
    try (var _ = publisher.memoryFor(shares.facts(), update.memory());
        PublishStatus status = publisher.begin(shares.facts(), update.geometry())) {
      Published published = write(map, shares, update, data, status);
      status.finished(Publisher.places(published));
      return published;
    }
  }

  private Published write(
      ServerMap map, VersionShares shares, InPlaceUpdate update, Source data, PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    status.enter(PublishStatus.Phase.ENCODING);
    BlockHashes hashes = update.oldHashes();
    Map<Integer, byte[]> plaintexts;
    try (InputStream in = data.open()) {
      plaintexts = update.plaintexts(in);
    }
    Geometry geometry = update.geometry();
    BlockRange changed = update.segments();
    ReadKey readKey = shares.facts().readKey().orElseThrow();
    FileKeys keys = Publisher.keys(shares.facts());
    int[] all = IntStream.range(0, geometry.total()).toArray();
    long number = Publisher.nextNumber(shares.facts(), map);
    MutableBlockRun blocks = new MutableBlockRun(geometry, changed.first(), changed.end(), all);
    SealedVersion sealed =
        publisher.onWorkers(
            () -> {
              plaintexts.forEach(
                  (segment, bytes) -> {
                    blocks.encipher(segment, bytes, readKey, publisher.freshSalt());
                    hashes.putAll(blocks, segment);
                  });
              return publisher.seal(keys, geometry, number, hashes);
            });
    status.enter(PublishStatus.Phase.PUSHING);
    // A server that fails cannot be replaced: no other has the segments that stay as they are.
    Published published =
        publisher
            .writing(shares.facts(), map, sealed, blocks, List.of(), status::answered)
            .write(InPlaceUpdate.places(map, shares), new TreeMap<>(), geometry.needed());
    shares.facts().saw(published.version(), published.map().places(published.version()));
    return published;
  }
}
