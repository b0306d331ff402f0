package org.truckee.bench.upload;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridServer;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.ServerId;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.client.GridClient;

/**
 * Uploads a file into servers that take no time, again and again. Arguments, all optional: bytes of
 * the file (100000000), how often (9), k, N, {@code convergent} or {@code random}.
 */
public final class UploadBenchmark {
  private static final int SERVERS = 10;

  private final int size;
  private final int runs;
  private final EncodingParameters encoding;
  private final KeyChoice key;

  private UploadBenchmark(String[] arguments) {
    size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000_000;
    runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    int needed = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    int total = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
    encoding = EncodingParameters.of(needed, 1, total);
    boolean random = arguments.length > 4 && arguments[4].equals("random");
    key = random ? KeyChoice.RANDOM : KeyChoice.CONVERGENT;
  }

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws Exception {
    new UploadBenchmark(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    List<NullServer> servers = IntStream.range(0, SERVERS).mapToObj(i -> new NullServer()).toList();
    List<GridServer> members =
        IntStream.range(0, SERVERS).mapToObj(i -> member(i, servers.get(i))).toList();
    Path file = Files.createTempFile("truckee-bench-", ".dat");
    try (Grid grid =
        GridClient.of(() -> members)
            .leaseSecret(new ClientLeaseSecret(new byte[32]))
            .convergenceSecret(new ConvergenceSecret(new byte[32]))
            .build()) {
      byte[] bytes = new byte[size];
      new Random(1).nextBytes(bytes);
      Files.write(file, bytes);
      double[] seconds = new double[runs];
      for (int i = 0; i < runs; i++) {
        seconds[i] = upload(grid, file, i);
      }
      Arrays.sort(seconds);
      report("median", seconds[runs / 2]);
      report("best", seconds[0]);
      report("hashing alone, on all cores", hashingAlone(bytes));
      long writes = servers.stream().mapToLong(NullServer::writes).sum();
      long written = servers.stream().mapToLong(NullServer::bytes).sum();
      System.out.printf(
          Locale.ROOT, "%d writes of %d bytes on average%n", writes / runs, written / writes);
    } finally {
      Files.delete(file);
    }
  }

  private double upload(Grid grid, Path file, int run) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long cpuBegin = cpuTime();
    UploadResult result =
        grid.upload(Source.of(file), UploadOptions.DEFAULT.withEncoding(encoding).withKey(key));
    double seconds = (System.nanoTime() - begin) / 1e9;
    UploadResult.Timings timings = result.timings();
    report(
        "run %d: key %s ms, servers %s ms, pushing %s ms; all cores worked for %s ms"
            .formatted(
                run,
                timings.storageIndex().toMillis(),
                timings.peerSelection().toMillis(),
                timings.totalEncodeAndPush().toMillis(),
                (cpuTime() - cpuBegin) / 1_000_000),
        seconds);
    return seconds;
  }

  /** What this process has used of all cores so far, in nanoseconds. */
  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /**
   * The seconds that the SHA-256 of all that has to be hashed takes: the plaintext for its key, the
   * crypttext twice, and all blocks; the first by one core, the rest by all.
   */
  private double hashingAlone(byte[] bytes) {
    long begin = System.nanoTime();
    sha256(bytes);
    double once = Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1e9;
    double times = 2 + (double) encoding.total() / encoding.needed();
    int cores = Runtime.getRuntime().availableProcessors();
    return once * times / cores + (key == KeyChoice.RANDOM ? 0 : once);
  }

  private static void sha256(byte[] bytes) {
    try {
      MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void report(String what, double seconds) {
    System.out.printf(
        Locale.ROOT, "%-90s %8.1f ms %8.0f MB/s%n", what, seconds * 1e3, size / seconds / 1e6);
  }

  private static GridServer member(int i, NullServer server) {
    byte[] seed = new byte[20];
    seed[0] = (byte) i;
    return new GridServer(new ServerId("server" + i), "", seed, seed, server, true);
  }
}
