package org.truckee.grid.client;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.WriteKey;
import org.truckee.crypto.Hashes;
import org.truckee.grid.Blacklist;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.simulation.TestGrid;

/**
 * A grid for tests of directories: immutable files on servers in this process, mutable ones in
 * memory, and a clock that stands until it is set.
 */
public final class DirectoryWorld implements AutoCloseable {
  private final MemoryMutableFiles files = new MemoryMutableFiles();
  private final TestGrid servers = TestGrid.of(10);
  private final StandingClock clock = new StandingClock();
  private final MemoryGrid grid;
  private volatile Blacklist blacklist = Blacklist.EMPTY;

  public DirectoryWorld() {
    grid = new MemoryGrid(Grids.of(servers), files, () -> blacklist, clock);
  }

  public Grid grid() {
    return grid;
  }

  public MemoryMutableFiles files() {
    return files;
  }

  public TestGrid servers() {
    return servers;
  }

  /** Puts an immutable file there which has this cap although its contents do not. */
  public void putImmutable(ChkReadCap cap, byte[] contents) {
    grid.put(cap, contents);
  }

  public void prohibit(Blacklist list) {
    blacklist = list;
  }

  /** Sets the clock. */
  public void at(double seconds) {
    clock.now = Instant.ofEpochSecond((long) seconds, Math.round(seconds % 1 * 1e6) * 1000);
  }

  public FilesystemNode node(String cap) {
    return grid.node(Capability.parse(cap));
  }

  /** A directory that is there, with these contents. */
  public Directory directory(DirectoryWriteCap cap, byte[] contents) {
    files.put(cap.file(), contents);
    return (Directory) grid.node(cap);
  }

  /** An empty directory. */
  public Directory directory(String name) {
    return directory(cap(name), new byte[0]);
  }

  /** What is stored of a directory. */
  public MemoryMutableFiles.Stored stored(Directory directory) {
    return files.get(((DirectoryWriteCap) directory.cap()).file());
  }

  /** A write cap that follows from a name. */
  public static DirectoryWriteCap cap(String name) {
    byte[] hash = Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
    byte[] key = java.util.Arrays.copyOf(hash, WriteKey.LENGTH);
    return new DirectoryWriteCap(
        new MutableWriteCap(MutableFormat.SDMF, new WriteKey(key), new Fingerprint(hash)));
  }

  @Override
  public void close() {
    grid.close();
  }

  private static final class StandingClock extends Clock {
    private volatile Instant now = Instant.ofEpochSecond(1_000);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
