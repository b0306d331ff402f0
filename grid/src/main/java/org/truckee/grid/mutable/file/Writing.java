package org.truckee.grid.mutable.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.Hashes;
import org.truckee.grid.BackOff;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.MapMode;
import org.truckee.grid.Modification;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.grid.mutable.map.Mapper.Purpose;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.publish.CollisionException;
import org.truckee.grid.mutable.publish.Published;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.publish.Rebuilder;
import org.truckee.grid.mutable.retrieve.ReadableVersion;
import org.truckee.grid.mutable.retrieve.VersionShares;

/** Overwriting and modifying: maps, reads and publishes in the right order, again if need be. */
public final class Writing {
  private final Versions versions;
  private final Publisher publisher;
  private final Rebuilder rebuilder;
  private final EncodingParameters usual;

  /**
   * For all files of a grid.
   *
   * @param usual k and N of files of which no version is left
   */
  public Writing(
      Versions versions, Publisher publisher, Rebuilder rebuilder, EncodingParameters usual) {
    this.versions = versions;
    this.publisher = publisher;
    this.rebuilder = rebuilder;
    this.usual = usual;
  }

  /** Writes the first version of a file whose keys are new. */
  ReadableVersion create(MutableFacts facts, Source contents, EncodingParameters encoding)
      throws IOException, InterruptedException {
    try {
      Published published =
          publisher.publish(
              facts, ServerMap.ofNew(), contents, encoding.needed(), encoding.total());
      return finished(facts, published);
    } catch (CollisionException e) {
      throw new UncoordinatedWriteException(
          "%s exists already: its key was used before (%s)".formatted(facts, e.getMessage()), e);
    }
  }

  /** Replaces the contents, whatever the file holds now. */
  ReadableVersion overwrite(MutableFacts facts, Source contents)
      throws IOException, InterruptedException {
    ServerMap map = versions.map(facts, MapMode.WRITE, Purpose.LOOKING);
    if (map.best().isEmpty()) {
      throw Versions.noVersion(facts, map);
    }
    return overwrite(facts, contents, map);
  }

  /** Replaces the contents that a map shows; fails if somebody wrote since. */
  ReadableVersion overwrite(MutableFacts facts, Source contents, ServerMap map)
      throws IOException, InterruptedException {
    try {
      return publish(facts, contents, map);
    } catch (CollisionException e) {
      rescue(facts, contents, e.attempted());
      throw uncoordinated(e);
    }
  }

  /**
   * If so many wrote at the same time that no version has enough shares, the last contents that
   * somebody has at hand are written once more.
   */
  private void rescue(MutableFacts facts, Source contents, Version attempted)
      throws IOException, InterruptedException {
    ServerMap map = versions.map(facts, MapMode.CHECK, Purpose.LOOKING);
    if (map.best().isEmpty() && isLatest(attempted.header(), map)) {
      try {
        publish(facts, contents, map);
      } catch (CollisionException e) {
        // Another writer is faster, and rescues its own contents.
      }
    }
  }

  /**
   * Whether somebody who tried to write a version may replace what is left of all: only if nobody
   * has tried a later one, which may have had changes that this one has not.
   */
  private static boolean isLatest(VersionHeader attempted, ServerMap map) {
    return Long.compareUnsigned(attempted.sequenceNumber(), map.highestSequenceNumber()) >= 0;
  }

  private ReadableVersion publish(MutableFacts facts, Source contents, ServerMap map)
      throws CollisionException, IOException, InterruptedException {
    Optional<Geometry> now = map.best().map(Version::geometry);
    Published published =
        publisher.publish(
            facts,
            map,
            contents,
            now.map(Geometry::needed).orElse(usual.needed()),
            now.map(Geometry::total).orElse(usual.total()));
    return finished(facts, published);
  }

  private ReadableVersion finished(MutableFacts facts, Published written)
      throws CollisionException, IOException, InterruptedException {
    Published published = written;
    if (!written.finished()) {
      VersionShares shares = versions.shares(facts, written.map(), written.version());
      published = rebuilder.finish(written, shares);
    }
    return versions.readable(facts, published.map(), published.version());
  }

  private static UncoordinatedWriteException uncoordinated(CollisionException cause) {
    return new UncoordinatedWriteException(
        cause.getMessage()
            + "; read the file again and repeat the change, or use one writer at a time",
        cause);
  }

  /**
   * Changes the contents, again and again until nobody else was faster.
   *
   * @param seen a map to begin with, if there is one that was made for writing
   */
  ReadableVersion modify(
      MutableFacts facts, Modification change, BackOff patience, Optional<ServerMap> seen)
      throws IOException, InterruptedException {
    Attempts attempts = new Attempts(facts, change, seen);
    while (true) {
      try {
        return attempts.next();
      } catch (CollisionException e) {
        attempts.failed(e);
        patience.beforeNextTry(attempts.failures, uncoordinated(e));
      } catch (UncoordinatedWriteException e) {
        attempts.failures++;
        patience.beforeNextTry(attempts.failures, e);
      }
    }
  }

  /** The tries of one change. */
  private final class Attempts {
    private final MutableFacts facts;
    private final Modification change;
    private final Set<VersionHeader> own = new HashSet<>();
    private Optional<byte[]> lastWritten = Optional.empty();
    private final Optional<ServerMap> seen;
    private int failures;

    Attempts(MutableFacts facts, Modification change, Optional<ServerMap> seen) {
      this.facts = facts;
      this.change = change;
      this.seen = seen;
    }

    void failed(CollisionException problem) {
      failures++;
      own.add(problem.attempted().header());
    }

    ReadableVersion next() throws CollisionException, IOException, InterruptedException {
      ServerMap map = map();
      Optional<Version> base = base(map);
      if (base.isEmpty()) {
        return rescue(map);
      }
      ReadableVersion current = versions.readable(facts, map, base.get());
      byte[] contents = contents(current, map);
      byte[] before = Hashes.sha256(contents);
      Optional<byte[]> changed = change.apply(contents, failures == 0);
      boolean same = changed.isEmpty() || Arrays.equals(before, Hashes.sha256(changed.get()));
      if (same && failures == 0) {
        return current;
      }
      byte[] next = changed.isPresent() ? changed.get() : current.contents();
      lastWritten = Optional.of(next);
      return publish(facts, Source.of(next), map);
    }

    private ServerMap map() throws InterruptedException {
      if (failures > 0) {
        return versions.map(facts, MapMode.CHECK, Purpose.READING);
      }
      Optional<ServerMap> known = seen.filter(this::isNewest);
      return known.isPresent() ? known.get() : versions.map(facts, MapMode.WRITE, Purpose.READING);
    }

    /** Whether nobody in this process has read or written another version since. */
    private boolean isNewest(ServerMap map) {
      return map.best().isPresent()
          && facts
              .lastSeen()
              .filter(last -> last.header().equals(map.best().get().header()))
              .isPresent();
    }

    /** Writers of later versions rescue theirs, so that this one waits for them. */
    private ReadableVersion rescue(ServerMap map)
        throws CollisionException, IOException, InterruptedException {
      if (lastWritten.isEmpty()) {
        throw Versions.noVersion(facts, map);
      }
      if (own.stream().noneMatch(ours -> isLatest(ours, map))) {
        throw new UncoordinatedWriteException(
            "others write %s at the same time: %s".formatted(facts, map.summary()));
      }
      return publish(facts, Source.of(lastWritten.get()), map);
    }

    private byte[] contents(ReadableVersion current, ServerMap map)
        throws IOException, InterruptedException {
      try {
        return current.contents();
      } catch (NotEnoughSharesException e) {
        if (failures > 0) {
          throw e;
        }
        throw new UncoordinatedWriteException(
            "%s was replaced while it was read (%s)".formatted(current, map.summary()), e);
      }
    }

    /**
     * The version to change: the best one, but rather another one than our own that lost a race,
     * since the change is made again anyway and that of somebody else must not be lost.
     */
    private Optional<Version> base(ServerMap map) {
      Optional<Version> best = map.best();
      Optional<Version> others =
          map.recoverable().stream()
              .filter(version -> !own.contains(version.header()))
              .filter(this::isAsNewAsOurs)
              .findFirst();
      return others.or(() -> best);
    }

    private boolean isAsNewAsOurs(Version version) {
      return own.stream()
          .allMatch(
              ours ->
                  Long.compareUnsigned(version.header().sequenceNumber(), ours.sequenceNumber())
                      >= 0);
    }
  }
}
