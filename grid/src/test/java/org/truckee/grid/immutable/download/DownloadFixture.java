package org.truckee.grid.immutable.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.TestGrid;

/** A grid in this process, a file on it, and a downloader that soon loses patience. */
public final class DownloadFixture implements AutoCloseable {
  static final long SEED = 20261121;

  /** Patient enough for every server that answers, however busy the machine is. */
  public static final DownloadLimits PATIENT =
      DownloadLimits.DEFAULT.withTimes(
          Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofHours(1));

  /** Goes on to the next server at once when one does not answer. */
  public static final DownloadLimits IMPATIENT =
      DownloadLimits.DEFAULT.withTimes(
          Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofHours(1));

  /** Gives a server up that does not answer. */
  public static final DownloadLimits GIVING_UP =
      DownloadLimits.DEFAULT.withTimes(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  public final Random random = new Random(SEED);
  public final TestGrid grid;
  private final AtomicLong nanoTime = new AtomicLong();

  /** One for each limits, which threads that share them share too, with its memory. */
  private final Map<DownloadLimits, Grid> grids = new ConcurrentHashMap<>();

  public DownloadFixture(int servers) {
    System.out.println("seed " + SEED);
    grid = TestGrid.of(servers);
  }

  /** A random file whose share i lies on server i mod the number of servers. */
  public EncodedFile file(int size, int needed, int total, int maxSegmentSize) {
    EncodedFile file = EncodedFile.random(random, size, needed, total, maxSegmentSize);
    grid.spread(file.index(), file.shares());
    return file;
  }

  public Grid grid(DownloadLimits limits) {
    return grids.computeIfAbsent(
        limits,
        unused ->
            GridClient.of(grid)
                .leaseSecret(new ClientLeaseSecret(new byte[32]))
                .convergenceSecret(new ConvergenceSecret(new byte[32]))
                .downloadLimits(limits)
                .nanoTime(nanoTime::get)
                .workers(2)
                .build());
  }

  ImmutableFile open(ChkReadCap cap) throws IOException {
    return open(cap, PATIENT);
  }

  /** Opens a file when all earlier files are forgotten. */
  ImmutableFile open(ChkReadCap cap, DownloadLimits limits) throws IOException {
    nanoTime.addAndGet(Duration.ofHours(1).toNanos());
    return grid(limits).open(cap);
  }

  /** Opens a file some time after others. */
  ImmutableFile openAfter(Duration time, ChkReadCap cap) throws IOException {
    nanoTime.addAndGet(time.toNanos());
    return grid(PATIENT).open(cap);
  }

  byte[] download(ChkReadCap cap) throws IOException, InterruptedException {
    return whole(open(cap));
  }

  byte[] download(ChkReadCap cap, DownloadLimits limits) throws IOException, InterruptedException {
    return whole(open(cap, limits));
  }

  static byte[] whole(ImmutableFile file) throws IOException, InterruptedException {
    return range(file, 0, file.size());
  }

  static byte[] range(ImmutableFile file, long offset, long length)
      throws IOException, InterruptedException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    file.copyTo(target, offset, length, DownloadOptions.DEFAULT);
    return target.toByteArray();
  }

  @Override
  public void close() {
    grids.values().forEach(Grid::close);
  }
}
