package org.truckee.grid.mutable.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.grid.BackOff;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.check.MutableChecker;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.transfer.TimeLimit;

/** The mutable files of a grid: opens and creates them. */
public final class MutableFiles {
  private final SharedFiles files = new SharedFiles();
  private final Versions versions;
  private final Writing writing;
  private final Updating updating;
  private final MutableChecker checker;
  private final KeyPool keys;
  private final EncodingParameters encoding;
  private final MutableFormat format;
  private final Supplier<BackOff> patience;

  /**
   * The files of a grid.
   *
   * @param encoding k and N of new files
   * @param format of new files
   * @param patience with other writers, anew for each change
   */
  public MutableFiles(
      Versions versions,
      Writing writing,
      Updating updating,
      MutableChecker checker,
      KeyPool keys,
      EncodingParameters encoding,
      MutableFormat format,
      Supplier<BackOff> patience) {
    this.versions = versions;
    this.writing = writing;
    this.updating = updating;
    this.checker = checker;
    this.keys = keys;
    this.encoding = encoding;
    this.format = format;
    this.patience = patience;
  }

  /** The file of a capability; nobody is asked. */
  public MutableFile open(MutableFileCap cap) {
    return open(new MutableFacts(cap));
  }

  private MutableFile open(MutableFacts facts) {
    return new StoredFile(files.of(facts), versions, writing, updating, checker, patience);
  }

  /** A new file. */
  public MutableFile create(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(), "the creation of a mutable file", () -> make(contents, options));
  }

  private MutableFile make(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException {
    Optional<RsaPrivateKey> supplied = options.key();
    FileKeys pair = FileKeys.of(supplied.isPresent() ? supplied.get() : keys.take());
    MutableWriteCap cap = pair.cap(options.format().orElse(format));
    Source source = contents.contents(cap);
    SharedFiles.Shared shared = files.of(MutableFacts.ofNew(cap, pair));
    ReentrantLock lock = shared.writers();
    lock.lockInterruptibly();
    try {
      writing.create(shared.facts(), source, options.encoding().orElse(encoding));
    } finally {
      lock.unlock();
    }
    return open(shared.facts());
  }

  /** The most bytes that a new file of a format can have here. */
  public long mostBytes(MutableFormat wanted) {
    return switch (wanted) {
      case SDMF -> Publisher.mostInOnePiece(encoding);
      case MDMF -> Long.MAX_VALUE;
    };
  }

  /** The time after which the first retry begins, more or less. */
  public static final Duration BACK_OFF = Duration.ofSeconds(1);
}
