package org.truckee.grid.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.WriteKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.BackOff;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.GridException;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MapMode;
import org.truckee.grid.Modification;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.VersionMap;
import org.truckee.grid.transfer.Range;

/**
 * Mutable files in memory, without servers: what a directory can see of them, and switches for what
 * can go wrong.
 */
public final class MemoryMutableFiles {
  private static final int MAX_TRIES = 4;

  private final Map<StorageIndex, Stored> files = new HashMap<>();
  private final Deque<MutableWriteCap> nextCaps = new ArrayDeque<>();
  private int created;

  /** One file, whoever opens it. */
  public static final class Stored {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Interference> beforeWrites = new ArrayDeque<>();
    private volatile byte[] contents;
    private volatile long sequenceNumber = 1;
    private volatile int shares = 10;
    private volatile int reads;
    private volatile int writes;
    private volatile Pause beforeRead = () -> {};
    private volatile Optional<GridException> failure = Optional.empty();

    /** What happens between the reading and the writing of a modification. */
    @FunctionalInterface
    public interface Interference {
      /** Returns whether the write fails, as somebody else wrote. */
      boolean collides() throws IOException, InterruptedException;
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Pause {
      void run() throws InterruptedException;
    }

    private Stored(byte[] contents) {
      this.contents = contents;
    }

    public byte[] contents() {
      return contents.clone();
    }

    /** Somebody else writes. */
    public void replace(byte[] other) {
      contents = other.clone();
      sequenceNumber++;
    }

    /** The next write is interfered with. */
    public void beforeNextWrite(Interference interference) {
      beforeWrites.add(interference);
    }

    /** Every read waits for this from now on. */
    public void beforeReads(Pause pause) {
      beforeRead = pause;
    }

    /** Everything fails from now on. */
    public void fail(GridException problem) {
      failure = Optional.of(problem);
    }

    /** How many of ten shares are there. */
    public void keepShares(int count) {
      shares = count;
    }

    public int reads() {
      return reads;
    }

    public int writes() {
      return writes;
    }
  }

  /** Puts a file there, or replaces it. */
  public Stored put(MutableFileCap cap, byte[] contents) {
    Stored stored = files.computeIfAbsent(cap.index(), unused -> new Stored(contents));
    stored.replace(contents);
    return stored;
  }

  public Stored get(MutableFileCap cap) {
    Stored stored = files.get(cap.index());
    if (stored == null) {
      throw new AssertionError("no such file in this test");
    }
    return stored;
  }

  /** The cap of the next file that is created. */
  public void nextCreated(MutableWriteCap cap) {
    nextCaps.add(cap);
  }

  synchronized MutableFile open(MutableFileCap cap) {
    Stored stored = files.get(cap.index());
    if (stored == null) {
      stored = new Stored(new byte[0]);
      stored.fail(new UnrecoverableFileException("no version was found"));
    }
    return new MemoryFile(cap, stored);
  }

  synchronized MutableFile create(InitialContents contents, MutableOptions options)
      throws IOException {
    MutableWriteCap cap =
        nextCaps.isEmpty()
            ? fresh(options.format().orElse(MutableFormat.SDMF))
            : nextCaps.removeFirst();
    put(cap, bytes(contents.contents(cap)));
    return open(cap);
  }

  private MutableWriteCap fresh(MutableFormat format) {
    created++;
    byte[] key = new byte[WriteKey.LENGTH];
    ByteBuffer.wrap(key).putInt(created);
    return new MutableWriteCap(
        format, new WriteKey(key), new Fingerprint(new byte[Fingerprint.LENGTH]));
  }

  private static byte[] bytes(Source source) throws IOException {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    }
  }

  private record MemoryFile(MutableFileCap cap, Stored stored) implements MutableFile {
    @Override
    public Optional<MutableWriteCap> writeCap() {
      return cap instanceof MutableWriteCap write ? Optional.of(write) : Optional.empty();
    }

    @Override
    public Optional<MutableReadCap> readCap() {
      return cap.readOnly() instanceof MutableReadCap read ? Optional.of(read) : Optional.empty();
    }

    @Override
    public MutableVersion best() throws IOException, InterruptedException {
      stored.reads++;
      stored.beforeRead.run();
      if (stored.failure.isPresent()) {
        throw stored.failure.get();
      }
      return new MemoryVersion(cap.format(), stored.contents, stored.sequenceNumber);
    }

    @Override
    public byte[] contents() throws IOException, InterruptedException {
      return best().contents();
    }

    @Override
    public MutableVersion modify(Modification change) throws IOException, InterruptedException {
      if (writeCap().isEmpty()) {
        throw new NotWriteableException("read only");
      }
      stored.lock.lockInterruptibly();
      try {
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
          byte[] seen = best().contents();
          Optional<byte[]> wanted = change.apply(seen.clone(), attempt == 0);
          if (attempt == 0 && wanted.isEmpty()) {
            return best();
          }
          Stored.Interference interference = stored.beforeWrites.poll();
          if (interference == null || !interference.collides()) {
            stored.writes++;
            stored.replace(wanted.orElse(seen));
            return best();
          }
        }
        throw new UncoordinatedWriteException("somebody else was always faster");
      } finally {
        stored.lock.unlock();
      }
    }

    @Override
    public MutableVersion modify(Modification change, BackOff patience)
        throws IOException, InterruptedException {
      return modify(change);
    }

    @Override
    public MutableCheckResult check(CheckOptions options) {
      int needed = 3;
      int expected = 10;
      return new MutableCheckResult(
          cap.index(),
          stored.shares == expected,
          stored.shares >= needed,
          needed,
          expected,
          stored.shares,
          stored.shares,
          0,
          stored.shares >= needed ? 1 : 0,
          stored.shares >= needed ? 0 : 1,
          stored.shares,
          needed,
          new TreeMap<>(),
          List.of(),
          List.of(),
          Set.of(),
          Map.of(),
          stored.shares == expected ? "Healthy" : "Unhealthy",
          List.of());
    }

    @Override
    public MutableRepairResult checkAndRepair(CheckOptions options, boolean force) {
      MutableCheckResult before = check(options);
      boolean attempted = !before.healthy() && writeCap().isPresent();
      if (attempted && before.recoverable()) {
        stored.shares = 10;
      }
      MutableCheckResult after = check(options);
      return new MutableRepairResult(before, attempted, attempted && after.healthy(), after);
    }

    @Override
    public VersionMap map(MapMode mode) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MutableVersion overwrite(Source contents) throws IOException, InterruptedException {
      stored.replace(bytes(contents));
      return best();
    }

    @Override
    public MutableVersion overwrite(Source contents, VersionMap seen) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MutableVersion update(long offset, Source data) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MutableVersion append(Source data) {
      throw new UnsupportedOperationException();
    }
  }

  private record MemoryVersion(MutableFormat format, byte[] bytes, long sequenceNumber)
      implements MutableVersion {
    @Override
    public String label() {
      return "seq" + sequenceNumber;
    }

    @Override
    public int needed() {
      return 3;
    }

    @Override
    public int total() {
      return 10;
    }

    @Override
    public byte[] contents() {
      return bytes.clone();
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream stream(long offset, long length) {
      Range range = Range.within(size(), offset, length);
      return new ByteArrayInputStream(
          Arrays.copyOfRange(bytes, (int) range.begin(), (int) range.end()));
    }

    @Override
    public SeekableByteChannel channel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void copyTo(
        WritableByteChannel target, long offset, long length, DownloadOptions options)
        throws IOException {
      Range range = Range.within(size(), offset, length);
      target.write(ByteBuffer.wrap(bytes, (int) range.begin(), (int) range.length()));
    }
  }
}
