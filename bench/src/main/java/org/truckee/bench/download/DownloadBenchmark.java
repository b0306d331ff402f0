package org.truckee.bench.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.Source;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;

/**
 * Times downloads from servers in memory. Arguments: megabytes of the large file (100), runs (5).
 */
public final class DownloadBenchmark {
  private static final int MEGABYTE = 1_000_000;
  private static final int SMALL_FILES = 500;

  private final int runs;
  private final TestGrid servers = TestGrid.of(5);
  private final Grid grid =
      GridClient.of(servers)
          .leaseSecret(new ClientLeaseSecret(new byte[32]))
          .convergenceSecret(new ConvergenceSecret(new byte[32]))
          .encoding(EncodingParameters.of(3, 5, 10))
          .build();

  private DownloadBenchmark(int runs) {
    this.runs = runs;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    new DownloadBenchmark(runs).run(megabytes);
  }

  private void run(int megabytes) throws Exception {
    ChkReadCap large = upload(megabytes * MEGABYTE);
    ChkReadCap small = upload(10_000);
    double size = megabytes;
    report("download, primary shares", size, () -> download(large));
    servers.servers().getFirst().crash();
    report("download, one server of five lost", size, () -> download(large));
    servers.servers().forEach(FaultyServer::recover);
    report("first byte", 0, () -> firstByte(large));
    report("64 kB in the middle", 0, () -> middle(large));
    report(SMALL_FILES + " times 10 kB", 0.01 * SMALL_FILES, () -> smallFiles(small));
    report("verify", size * 10 / 3, () -> verify(large));
    grid.close();
  }

  private ChkReadCap upload(int size) throws IOException, InterruptedException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return (ChkReadCap) grid.upload(Source.of(bytes)).cap();
  }

  private void report(String what, double megabytes, Callable<?> work) throws Exception {
    double[] seconds = new double[runs];
    for (int i = -2; i < runs; i++) {
      long begin = System.nanoTime();
      work.call();
      seconds[Math.max(0, i)] = (System.nanoTime() - begin) / 1e9;
      servers.servers().forEach(FaultyServer::forgetCalls);
    }
    Arrays.sort(seconds);
    double median = seconds[runs / 2];
    System.out.printf(
        "%-36s %9.2f ms %s%n",
        what, median * 1e3, megabytes == 0 ? "" : "%7.0f MB/s".formatted(megabytes / median));
  }

  private boolean download(ChkReadCap cap) throws IOException, InterruptedException {
    grid.open(cap).copyTo(OutputStream.nullOutputStream());
    return true;
  }

  private int firstByte(ChkReadCap cap) throws IOException {
    try (InputStream stream = grid.open(cap).stream()) {
      return stream.read();
    }
  }

  private boolean middle(ChkReadCap cap) throws IOException, InterruptedException {
    ImmutableFile file = grid.open(cap);
    file.copyTo(OutputStream.nullOutputStream(), file.size() / 2, 64_000, DownloadOptions.DEFAULT);
    return true;
  }

  private boolean smallFiles(ChkReadCap cap) throws IOException, InterruptedException {
    for (int i = 0; i < SMALL_FILES; i++) {
      download(cap);
    }
    return true;
  }

  private boolean verify(ChkReadCap cap) throws IOException, InterruptedException {
    if (!grid.check(cap, CheckOptions.VERIFY).healthy()) {
      throw new IllegalStateException("the file is not healthy");
    }
    return true;
  }
}
