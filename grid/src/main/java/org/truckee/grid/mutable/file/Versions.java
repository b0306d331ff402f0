package org.truckee.grid.mutable.file;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.truckee.grid.MapMode;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.BadShare;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.map.Mapper.Purpose;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.mutable.retrieve.ReadableVersion;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.mutable.retrieve.VersionShares;
import org.truckee.grid.servers.ServerLatencies;

/** Finds versions of a file, and makes them readable. */
public final class Versions {
  private final Mapper mapper;
  private final Retriever retriever;
  private final ServerLatencies latencies;

  public Versions(Mapper mapper, Retriever retriever, ServerLatencies latencies) {
    this.mapper = mapper;
    this.retriever = retriever;
    this.latencies = latencies;
  }

  /** A map that was made just now. */
  ServerMap map(MutableFacts facts, MapMode mode, Purpose purpose) throws InterruptedException {
    return mapper.map(facts, mode, purpose);
  }

  /** The best version, for those who only read. */
  ReadableVersion best(MutableFacts facts) throws IOException, InterruptedException {
    if (facts.readKey().isEmpty()) {
      throw new UnusableCapabilityException(
          "%s grants verifying only: the file cannot be read with it".formatted(facts));
    }
    ServerMap map = mapper.map(facts, MapMode.READ, Purpose.READING);
    Optional<Version> best = map.best();
    if (best.isEmpty()) {
      map = mapper.map(facts, MapMode.CHECK, Purpose.READING);
      best = map.best();
    }
    return readable(facts, map, best.orElseThrow(unrecoverable(facts, map)));
  }

  private static java.util.function.Supplier<UnrecoverableFileException> unrecoverable(
      MutableFacts facts, ServerMap map) {
    return () -> noVersion(facts, map);
  }

  /** Says what there is instead of a version that could be read. */
  static UnrecoverableFileException noVersion(MutableFacts facts, ServerMap map) {
    return new UnrecoverableFileException(
        "no recoverable versions of %s: %s on %d servers that answered%s"
            .formatted(
                facts,
                map.shares().isEmpty() ? "no shares" : map.summary(),
                map.responding().size(),
                map.bad().isEmpty() ? "" : ", and %d damaged shares".formatted(map.bad().size())));
  }

  /** A version that a map shows, to be read. */
  public ReadableVersion readable(MutableFacts facts, ServerMap map, Version version) {
    facts.saw(version, map.places(version));
    return new ReadableVersion(shares(facts, map, version), retriever);
  }

  /** The shares of a version that a map shows. */
  public VersionShares shares(MutableFacts facts, ServerMap map, Version version) {
    return new VersionShares(facts, version, map.of(version), latencies, search(facts));
  }

  /** A map as callers see it. */
  MapView view(MutableFacts facts, ServerMap map) {
    return new MapView(
        facts,
        map,
        map.recoverable().stream()
            .<MutableVersion>map(
                version -> new ReadableVersion(shares(facts, map, version), retriever))
            .toList());
  }

  private VersionShares.SearchForMore search(MutableFacts facts) {
    return new VersionShares.SearchForMore() {
      @Override
      public Collection<KnownShare> find(Version version) throws InterruptedException {
        return mapper.map(facts, MapMode.CHECK, Purpose.LOOKING).of(version);
      }

      @Override
      public void damaged(BadShare share) {
        mapper.advise(facts, share);
      }
    };
  }
}
