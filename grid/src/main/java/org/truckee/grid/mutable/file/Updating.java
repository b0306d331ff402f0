package org.truckee.grid.mutable.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.BackOff;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.MapMode;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.OffsetBeyondEndException;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.check.MutableChecker;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.map.Mapper.Purpose;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.publish.CollisionException;
import org.truckee.grid.mutable.publish.Published;
import org.truckee.grid.mutable.publish.Updater;
import org.truckee.grid.mutable.retrieve.ReadableVersion;
import org.truckee.grid.mutable.retrieve.VersionShares;
import org.truckee.storage.ByteRange;

/** Updates of a part of a file ({@code spec/02 §11}). */
public final class Updating {
  /** A hash tree of at most so many bytes is asked for along with the map. */
  private static final int TREE_ALONG = 64 << 10;

  /** How many new bytes are written at once. */
  private static final int PIECE = 2 << 20;

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final Mapper mapper;
  private final Versions versions;
  private final Writing writing;
  private final Updater updater;
  private final MutableChecker checker;

  public Updating(
      Mapper mapper, Versions versions, Writing writing, Updater updater, MutableChecker checker) {
    this.mapper = mapper;
    this.versions = versions;
    this.writing = writing;
    this.updater = updater;
    this.checker = checker;
  }

  /**
   * Replaces bytes, and adds those that reach behind the end.
   *
   * @param where the offset; empty for the end
   */
  ReadableVersion update(MutableFacts facts, Optional<Long> where, Source data, BackOff patience)
      throws IOException, InterruptedException {
    if (facts.cap().format() == MutableFormat.SDMF) {
      return splice(facts, where, data, patience);
    }
    return data.size() > PIECE
        ? updateInPieces(facts, where, data, patience)
        : updateMdmf(facts, where, data, patience);
  }

  private ReadableVersion updateInPieces(
      MutableFacts facts, Optional<Long> where, Source data, BackOff patience)
      throws IOException, InterruptedException {
    try (InputStream in = data.open()) {
      byte[] piece = in.readNBytes(PIECE);
      ReadableVersion version = updateMdmf(facts, where, Source.of(piece), patience);
      long next = where.orElse(version.size() - piece.length) + piece.length;
      for (piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        version = updateMdmf(facts, Optional.of(next), Source.of(piece), patience);
        next += piece.length;
      }
      return version;
    }
  }

  private ReadableVersion updateMdmf(
      MutableFacts facts, Optional<Long> where, Source data, BackOff patience)
      throws IOException, InterruptedException {
    ServerMap map = mapper.map(facts, MapMode.WRITE, Purpose.LOOKING, along(facts, where, data));
    Version base = map.best().orElseThrow(() -> Versions.noVersion(facts, map));
    long offset = where.orElse(base.geometry().dataLength());
    requireWithin(facts, offset, base.geometry().dataLength());
    if (data.size() == 0) {
      return versions.readable(facts, map, base);
    }
    VersionShares shares = versions.shares(facts, map, base);
    try {
      return update(facts, map, shares, offset, data, patience);
    } catch (CollisionException e) {
      throw new UncoordinatedWriteException(e.getMessage() + "; look at the file again", e);
    }
  }

  private ReadableVersion update(
      MutableFacts facts,
      ServerMap map,
      VersionShares shares,
      long offset,
      Source data,
      BackOff patience)
      throws CollisionException, IOException, InterruptedException {
    if (Updater.isPossible(map, shares)) {
      try {
        return inPlace(facts, map, shares, offset, data);
      } catch (NotEnoughSharesException e) {
        // A share that was needed turned out to be of no use.
      }
    }
    return otherwise(facts, map, shares.version(), offset, data, patience);
  }

  private ReadableVersion inPlace(
      MutableFacts facts, ServerMap map, VersionShares shares, long offset, Source data)
      throws CollisionException, IOException, InterruptedException {
    Published published = updater.update(map, shares, offset, data);
    return versions.readable(facts, published.map(), published.version());
  }

  /** Shares that are missing are made first; if that is in vain the file is written whole. */
  private ReadableVersion otherwise(
      MutableFacts facts, ServerMap map, Version base, long offset, Source data, BackOff patience)
      throws CollisionException, IOException, InterruptedException {
    boolean incomplete = map.distinct(base) < base.geometry().total() || !map.bad().isEmpty();
    if (base.geometry().dataLength() > 0 && incomplete) {
      ServerMap repaired = checker.complete(facts);
      Version now = repaired.best().orElseThrow(() -> Versions.noVersion(facts, repaired));
      VersionShares shares = versions.shares(facts, repaired, now);
      if (now.equals(base) && Updater.isPossible(repaired, shares)) {
        return inPlace(facts, repaired, shares, offset, data);
      }
    }
    return splice(facts, Optional.of(offset), data, patience);
  }

  /** Where the parts of a share are that an update needs, if it still is as it was last seen. */
  private static List<ByteRange> along(MutableFacts facts, Optional<Long> where, Source data)
      throws IOException {
    Optional<Version> likely = facts.lastSeen();
    if (likely.isEmpty() || likely.get().geometry().dataLength() == 0) {
      return List.of();
    }
    Geometry geometry = likely.get().geometry();
    MutableShareLayout layout = likely.get().layout();
    long begin = where.orElse(geometry.dataLength());
    long end = begin + data.size();
    if (begin > geometry.dataLength() || layout.blockHashesRange().length() > TREE_ALONG) {
      return List.of();
    }
    int last = geometry.segments() - 1;
    int first = Math.min(last, geometry.segmentAt(begin));
    int behind = Math.min(last, geometry.segmentAt(Math.max(begin, end - 1)));
    return first == behind
        ? List.of(layout.blockHashesRange(), layout.blocksRange(geometry, first, first + 1))
        : List.of(
            layout.blockHashesRange(),
            layout.blocksRange(geometry, first, first + 1),
            layout.blocksRange(geometry, behind, behind + 1));
  }

  private ReadableVersion splice(
      MutableFacts facts, Optional<Long> where, Source data, BackOff patience)
      throws IOException, InterruptedException {
    return writing.modify(
        facts,
        (old, firstTime) -> Optional.of(spliced(facts, old, where.orElse((long) old.length), data)),
        patience,
        Optional.empty());
  }

  private static byte[] spliced(MutableFacts facts, byte[] old, long offset, Source data)
      throws IOException {
    requireWithin(facts, offset, old.length);
    long length = Math.max(old.length, offset + data.size());
    if (length > MAX_ARRAY) {
      throw new FileTooLargeException(
          "%s would have %d bytes, more than can be written at once".formatted(facts, length));
    }
    byte[] spliced = Arrays.copyOf(old, (int) length);
    try (InputStream in = data.open()) {
      in.readNBytes(spliced, (int) offset, (int) data.size());
    }
    return spliced;
  }

  private static void requireWithin(MutableFacts facts, long offset, long size)
      throws OffsetBeyondEndException {
    if (offset > size) {
      throw new OffsetBeyondEndException(
          "an update of %s begins at %d, and the file ends at %d: there are no holes"
              .formatted(facts, offset, size));
    }
  }
}
