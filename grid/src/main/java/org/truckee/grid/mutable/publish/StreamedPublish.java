package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.random.RandomGenerator;
import org.truckee.grid.GridException;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.Source;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.RootHash;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.map.SlotBytes;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.grid.transfer.Workers;

/**
 * A version whose shares do not fit into memory: made and sent in runs of segments, while one run
 * is sent the next is made. Used once.
 */
final class StreamedPublish {
  private final Publisher publisher;
  private final MutableFacts facts;
  private final ServerMap map;
  private final FileKeys keys;
  private final Geometry geometry;
  private final long number;
  private final Sealer sealer;
  private final ContentsEncoder encoder;

  StreamedPublish(
      Publisher publisher,
      MutableFacts facts,
      ServerMap map,
      FileKeys keys,
      Geometry geometry,
      long number,
      Workers workers,
      RandomGenerator salts,
      Sealer sealer) {
    this.publisher = publisher;
    this.facts = facts;
    this.map = map;
    this.keys = keys;
    this.geometry = geometry;
    this.number = number;
    this.sealer = sealer;
    this.encoder = new ContentsEncoder(geometry, facts.readKey().orElseThrow(), salts, workers);
  }

  /** Writes the first wave; what is missing then is made of it by {@link Rebuilder}. */
  Published run(Source contents, Waves waves, PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    ShareStreams streams =
        publisher.streams(facts, map, number, geometry, waves.first(), status::answered);
    Version layout = layout();
    status.enter(PublishStatus.Phase.STREAMING);
    send(contents, streams, layout, status);
    requireEnough(streams, layout);
    status.enter(PublishStatus.Phase.SIGNING);
    SealedVersion sealed =
        publisher.onWorkers(
            () -> sealer.seal(keys, geometry, number, Optional.empty(), encoder.hashes()));
    status.enter(PublishStatus.Phase.PUSHING);
    SortedSet<Place> written = streams.finish(sealed);
    requireEnough(streams, sealed.version());
    List<KnownShare> known = new ArrayList<>();
    written.forEach(place -> known.add(new KnownShare(place, sealed.version(), SlotBytes.NONE)));
    return new Published(sealed.version(), map.with(known, List.of()), false, waves.shadows());
  }

  private void send(Source contents, ShareStreams streams, Version layout, PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    try {
      sendRuns(contents, streams, layout, status);
    } catch (IOException e) {
      // Nothing of a new file can ever be read; of one that is there the old version is left.
      if (map.shares().isEmpty()) {
        streams.abandon();
      }
      throw e;
    }
  }

  private void sendRuns(Source contents, ShareStreams streams, Version layout, PublishStatus status)
      throws CollisionException, IOException, InterruptedException {
    try (InputStream in = contents.open();
        TaskScope<String, Boolean> sending = new TaskScope<>("send")) {
      SegmentSource source = new SegmentSource(in, geometry, 0);
      int step = publisher.runLength(geometry);
      for (int first = 0; first < geometry.segments(); first += step) {
        int end = Math.min(geometry.segments(), first + step);
        MutableBlockRun run = encoder.encode(source, first, end);
        await(sending);
        requireEnough(streams, layout);
        sending.fork(
            "run",
            () -> {
              streams.send(layout, run, share -> share);
              return true;
            });
        status.progress(end / (double) geometry.segments());
      }
      await(sending);
    }
  }

  /** A version of which only the layout counts: where the parts will be. */
  private Version layout() {
    RootHash unknown = new RootHash(new byte[32]);
    VersionHeader header = new VersionHeader(number, unknown, Optional.empty(), geometry);
    int publicKey = keys.publicKey().der().length;
    int privateKey = keys.encipheredPrivateKey().length;
    return new Version(header, MutableShareLayout.ofNew(geometry, publicKey, privateKey, 256));
  }

  private void requireEnough(ShareStreams streams, Version attempted)
      throws CollisionException, GridException {
    if (streams.collision().isPresent()) {
      throw new CollisionException(
          "somebody else wrote %s at the same time, on %s"
              .formatted(facts, streams.collision().get()),
          attempted);
    }
    if (streams.distinct() < geometry.needed()) {
      throw new NotEnoughServersException(
          "Publish ran out of good servers: %d shares of %s were taken, and at least %d must be%s"
              .formatted(
                  streams.distinct(),
                  facts,
                  geometry.needed(),
                  streams.lastFailure().map(why -> ", last failure was: " + why).orElse("")));
    }
  }

  private static void await(TaskScope<String, Boolean> sending) throws InterruptedException {
    while (sending.hasPending()) {
      sending.next().value(RuntimeException.class);
    }
  }
}
