package org.truckee.grid.mutable.file;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableVerifyCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.grid.BackOff;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.MapMode;
import org.truckee.grid.Modification;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.Source;
import org.truckee.grid.VersionMap;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.check.MutableChecker;
import org.truckee.grid.mutable.map.Mapper.Purpose;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.grid.transfer.TimeLimit;

/** A mutable file in shares. */
final class StoredFile implements MutableFile {
  private final MutableFacts facts;

  /** Keeps the facts and the lock alive for others that use the same file. */
  private final SharedFiles.Shared shared;

  private final Versions versions;
  private final Writing writing;
  private final Updating updating;
  private final MutableChecker checker;
  private final Supplier<BackOff> patience;

  StoredFile(
      SharedFiles.Shared shared,
      Versions versions,
      Writing writing,
      Updating updating,
      MutableChecker checker,
      Supplier<BackOff> patience) {
    this.shared = shared;
    this.facts = shared.facts();
    this.versions = versions;
    this.writing = writing;
    this.updating = updating;
    this.checker = checker;
    this.patience = patience;
  }

  /** A change of the file, of which only one runs at a time in this process. */
  @FunctionalInterface
  private interface Exclusive<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T exclusively(Exclusive<T> work) throws IOException, InterruptedException {
    ReentrantLock lock = shared.writers();
    lock.lockInterruptibly();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  private void requireWriteCap() throws NotWriteableException {
    if (facts.writeCap().isEmpty()) {
      throw new NotWriteableException(
          "%s does not grant writing; that takes the write cap of the file".formatted(facts));
    }
  }

  @Override
  public MutableFileCap cap() {
    return facts.cap();
  }

  @Override
  public Optional<MutableWriteCap> writeCap() {
    return facts.writeCap();
  }

  @Override
  public Optional<MutableReadCap> readCap() {
    return switch (facts.cap()) {
      case MutableWriteCap write -> Optional.of(write.readOnly());
      case MutableReadCap read -> Optional.of(read);
      case MutableVerifyCap _ -> Optional.empty();
    };
  }

  @Override
  public MutableVersion best() throws IOException, InterruptedException {
    return versions.best(facts);
  }

  @Override
  public byte[] contents() throws IOException, InterruptedException {
    try {
      return versions.best(facts).contents();
    } catch (NotEnoughSharesException e) {
      // Perhaps the version was replaced meanwhile: the next one is read.
      return versions.best(facts).contents();
    }
  }

  @Override
  public VersionMap map(MapMode mode) throws IOException, InterruptedException {
    return versions.view(facts, versions.map(facts, mode, Purpose.LOOKING));
  }

  @Override
  public MutableVersion overwrite(Source contents) throws IOException, InterruptedException {
    requireWriteCap();
    return exclusively(() -> writing.overwrite(facts, contents));
  }

  @Override
  public MutableVersion overwrite(Source contents, VersionMap seen)
      throws IOException, InterruptedException {
    requireWriteCap();
    ServerMap map = own(seen);
    return exclusively(() -> writing.overwrite(facts, contents, map));
  }

  private ServerMap own(VersionMap seen) {
    boolean complete =
        switch (seen.mode()) {
          case READ, ANYTHING -> false;
          case WRITE, CHECK, REPAIR -> true;
        };
    if (complete && seen instanceof MapView view && view.facts().cap().equals(facts.cap())) {
      return view.map();
    }
    throw new IllegalArgumentException(
        "a write takes a map of the same file, made for writing, checking or repairing");
  }

  @Override
  public MutableVersion modify(Modification change) throws IOException, InterruptedException {
    return modify(change, patience.get());
  }

  @Override
  public MutableVersion modify(Modification change, BackOff backOff)
      throws IOException, InterruptedException {
    requireWriteCap();
    return exclusively(() -> writing.modify(facts, change, backOff, Optional.empty()));
  }

  @Override
  public Optional<VersionMap> mapToChange() throws IOException, InterruptedException {
    requireWriteCap();
    ServerMap map = versions.map(facts, MapMode.WRITE, Purpose.READING);
    map.best().ifPresent(best -> facts.saw(best, map.places(best)));
    return map.best().isPresent() ? Optional.of(versions.view(facts, map)) : Optional.empty();
  }

  @Override
  public MutableVersion modify(Modification change, VersionMap seen)
      throws IOException, InterruptedException {
    requireWriteCap();
    ServerMap map = own(seen);
    return exclusively(() -> writing.modify(facts, change, patience.get(), Optional.of(map)));
  }

  @Override
  public MutableVersion update(long offset, Source data) throws IOException, InterruptedException {
    if (offset < 0) {
      throw new IllegalArgumentException("nothing begins at " + offset);
    }
    requireWriteCap();
    return exclusively(() -> updating.update(facts, Optional.of(offset), data, patience.get()));
  }

  @Override
  public MutableVersion append(Source data) throws IOException, InterruptedException {
    requireWriteCap();
    return exclusively(() -> updating.update(facts, Optional.empty(), data, patience.get()));
  }

  @Override
  public MutableCheckResult check(CheckOptions options) throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(), "the check of " + facts, () -> checker.check(facts, options));
  }

  @Override
  public MutableRepairResult checkAndRepair(CheckOptions options, boolean force)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(),
        "the repair of " + facts,
        () -> exclusively(() -> checker.checkAndRepair(facts, options, force)));
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
