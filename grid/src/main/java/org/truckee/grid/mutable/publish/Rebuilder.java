package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.truckee.crypto.RsaPublicKey;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.map.ShareRanges;
import org.truckee.grid.mutable.map.SlotBytes;
import org.truckee.grid.mutable.retrieve.BlockRange;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.mutable.retrieve.RunDecoder;
import org.truckee.grid.mutable.retrieve.VersionShares;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;

/**
 * Makes shares of a version again, from others of the same version: every byte as it was, under the
 * same number, with the same signature. Nothing is deciphered.
 */
public final class Rebuilder {
  private final Publisher publisher;
  private final Retriever retriever;

  public Rebuilder(Publisher publisher, Retriever retriever) {
    this.publisher = publisher;
    this.retriever = retriever;
  }

  /**
   * Writes shares.
   *
   * @param map what there is at the moment
   * @param shares of the version, at least k of them
   * @param goal where shares are to be that are missing, damaged, or of other versions
   * @throws CollisionException if somebody writes the file
   */
  public Published rebuild(ServerMap map, VersionShares shares, SortedSet<Place> goal)
      throws CollisionException, IOException, InterruptedException {
    return rebuild(map, shares, goal, publisher.takers(shares.facts(), map));
  }

  /**
   * Writes shares.
   *
   * @param others servers that may take what those of the goal do not
   */
  private Published rebuild(
      ServerMap map, VersionShares shares, SortedSet<Place> goal, List<GridServer> others)
      throws CollisionException, IOException, InterruptedException {
    MutableFacts facts = shares.facts();
    Version version = shares.version();
    Geometry geometry = version.geometry();
    Seal seal = seal(facts, map.of(version), version);
    if (publisher.fitsIntoMemory(geometry)) {
      try (var _ = publisher.memoryFor(facts, geometry)) {
        BlockHashes hashes = new BlockHashes(geometry);
        MutableBlockRun blocks = blocks(shares, 0, geometry.segments(), hashes);
        SealedVersion sealed = sealed(facts, version, seal, hashes);
        return publisher.writing(facts, map, sealed, blocks, others, WriteTimes.UNHEARD).fill(goal);
      }
    }
    return stream(map, shares, goal, seal);
  }

  private Published stream(ServerMap map, VersionShares shares, SortedSet<Place> goal, Seal seal)
      throws CollisionException, IOException, InterruptedException {
    MutableFacts facts = shares.facts();
    Version version = shares.version();
    Geometry geometry = version.geometry();
    ShareStreams streams =
        publisher.streams(
            facts, map, version.header().sequenceNumber(), geometry, goal, WriteTimes.UNHEARD);
    BlockHashes hashes = new BlockHashes(geometry);
    int step = publisher.runLength(geometry);
    for (int first = 0; first < geometry.segments() && streams.distinct() > 0; first += step) {
      int end = Math.min(geometry.segments(), first + step);
      streams.send(version, blocks(shares, first, end, hashes), number -> number);
    }
    if (streams.collision().isPresent()) {
      throw new CollisionException(
          "somebody else wrote %s at the same time, on %s"
              .formatted(facts, streams.collision().get()),
          version);
    }
    SortedSet<Place> written =
        streams.distinct() == 0
            ? new TreeSet<>()
            : streams.finish(sealed(facts, version, seal, hashes));
    List<KnownShare> known =
        written.stream().map(place -> new KnownShare(place, version, SlotBytes.NONE)).toList();
    return Published.finished(version, map.with(known, List.of()));
  }

  /** The blocks of all shares, made of those that there are. */
  private MutableBlockRun blocks(VersionShares shares, int first, int end, BlockHashes hashes)
      throws IOException, InterruptedException {
    Geometry geometry = shares.version().geometry();
    int[] all = IntStream.range(0, geometry.total()).toArray();
    MutableBlockRun run = new MutableBlockRun(geometry, first, end, all);
    int step = publisher.runLength(geometry);
    for (int begin = first; begin < end; begin += step) {
      BlockRange range = new BlockRange(begin, Math.min(end, begin + step));
      RunDecoder decoder = retriever.decoder(shares, range);
      publisher.onWorkers(
          () -> {
            for (int segment = range.first(); segment < range.end(); segment++) {
              Salt salt = decoder.salt(segment);
              run.put(segment, decoder.crypttext(segment), salt);
              hashes.putAll(run, segment);
            }
            return true;
          });
    }
    return run;
  }

  /** What all shares of a version have in common besides header and hashes. */
  private record Seal(byte[] signature, byte[] publicKey, byte[] privateKey) {}

  private static SealedVersion sealed(
      MutableFacts facts, Version version, Seal seal, BlockHashes hashes) throws GridException {
    BlockHashes.Trees trees = hashes.trees();
    if (!trees.root().equals(version.header().root())) {
      throw new GridException(
          ("the shares of %s, version %s, were not made of one file: shares that are made again"
                  + " would not fit to them. Write the file anew.")
              .formatted(facts, version));
    }
    return new SealedVersion(version, seal.signature, seal.publicKey, seal.privateKey, trees);
  }

  /** The seal in the first share that has all of it in order. */
  private static Seal seal(MutableFacts facts, List<KnownShare> shares, Version version)
      throws GridException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (KnownShare share : shares) {
      try {
        Optional<Seal> seal = seal(facts, share, version);
        if (seal.isPresent()) {
          return seal.get();
        }
        problems.add(share.place() + ": invalid privkey");
      } catch (MutableLayoutException | StorageException e) {
        problems.add(share.place() + ": " + e.getMessage());
      }
    }
    throw new GridException(
        "no share of %s, version %s, has its keys in order: %s"
            .formatted(facts, version, problems));
  }

  private static Optional<Seal> seal(MutableFacts facts, KnownShare share, Version version)
      throws MutableLayoutException, StorageException, InterruptedException {
    MutableShareLayout layout = version.layout();
    List<ByteRange> ranges =
        List.of(layout.signatureRange(), layout.publicKeyRange(), layout.privateKeyRange());
    SlotBytes bytes = ShareRanges.complete(facts.index(), share.place(), share.bytes(), ranges);
    byte[] signature = ShareRanges.require(bytes, layout.signatureRange(), "signature");
    byte[] der = ShareRanges.require(bytes, layout.publicKeyRange(), "verification key");
    byte[] privateKey = ShareRanges.require(bytes, layout.privateKeyRange(), "private key");
    RsaPublicKey key = facts.learnPublicKey(der);
    boolean sound =
        key.verify(version.header().signedBytes(), signature)
            && FileKeys.areOf(facts.writeCap().orElseThrow().writeKey(), privateKey);
    return sound ? Optional.of(new Seal(signature, der, privateKey)) : Optional.empty();
  }

  /**
   * Ends a publish that has left shares of the old version alone: they are replaced now.
   *
   * @param shares of the new version
   */
  public Published finish(Published published, VersionShares shares)
      throws CollisionException, IOException, InterruptedException {
    MutableFacts facts = shares.facts();
    SortedSet<Place> goal = lacking(facts, published.map(), published.version());
    Published finished = goal.isEmpty() ? published : rebuild(published.map(), shares, goal);
    SortedSet<Place> shadows = new TreeSet<>(published.shadows());
    shadows.retainAll(finished.map().shares().keySet());
    shadows.removeIf(shadow -> !isElsewhere(finished.map(), published.version(), shadow));
    publisher.delete(facts, finished.map(), published.version(), shadows);
    return Published.finished(published.version(), finished.map().without(shadows));
  }

  /**
   * Puts shares of a version elsewhere; one that is taken there is deleted where it was.
   *
   * @param moves where each of them is → where it should be
   * @return what there is then
   */
  public ServerMap move(ServerMap map, VersionShares shares, Map<Place, Place> moves)
      throws CollisionException, IOException, InterruptedException {
    ServerMap moved = rebuild(map, shares, new TreeSet<>(moves.values()), List.of()).map();
    SortedSet<Place> left = new TreeSet<>();
    moves.forEach(
        (from, to) -> {
          if (moved.shares().containsKey(to)) {
            left.add(from);
          }
        });
    publisher.delete(shares.facts(), moved, shares.version(), left);
    return moved.without(left);
  }

  private static boolean isElsewhere(ServerMap map, Version version, Place shadow) {
    return map.of(version).stream()
        .map(KnownShare::place)
        .anyMatch(place -> place.number() == shadow.number() && !place.equals(shadow));
  }

  /** The goal of a repair: what a version lacks, and places that hold something else. */
  public SortedSet<Place> lacking(MutableFacts facts, ServerMap map, Version version)
      throws NotEnoughServersException {
    int total = version.geometry().total();
    SortedSet<Place> sound = new TreeSet<>();
    map.of(version).forEach(share -> sound.add(share.place()));
    SortedSet<Place> taken = new TreeSet<>(map.shares().keySet());
    taken.addAll(map.bad().keySet());
    taken.removeIf(place -> place.number() >= total);
    SortedSet<Place> goal = ShareGoal.complete(taken, publisher.takers(facts, map), total);
    goal.removeAll(sound);
    return goal;
  }
}
