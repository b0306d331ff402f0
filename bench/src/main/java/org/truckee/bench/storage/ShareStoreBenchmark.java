package org.truckee.bench.storage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;

/**
 * Allocates, writes and closes shares on a disk server. Arguments, all optional: bytes of a share
 * (3500), shares of an index (2), indexes in one round (2000), rounds (4), bytes of one write (the
 * whole share), {@code both}, {@code durable} or {@code not}, and the directory to work in, in
 * which everything is left.
 *
 * <p>Each round is done by one thread, which writes and closes the shares of an index one after the
 * other, and by eight, which do it at once as a server with many connections would.
 */
public final class ShareStoreBenchmark {
  private static final int MANY = 8;

  /** Shares that are allocated before the threads get to them. */
  private static final int AHEAD = 16;

  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  private final int shareSize;
  private final int shares;
  private final int indexes;
  private final int rounds;
  private final int writeSize;
  private final List<Boolean> durabilities;
  private final Optional<Path> given;
  private final byte[] data;
  private final Random random = new Random(1);

  private ShareStoreBenchmark(String[] arguments) {
    shareSize = number(arguments, 0, 3500);
    shares = number(arguments, 1, 2);
    indexes = number(arguments, 2, 2000);
    rounds = number(arguments, 3, 4);
    writeSize = Math.max(1, number(arguments, 4, shareSize));
    durabilities =
        switch (arguments.length > 5 ? arguments[5] : "both") {
          case "durable" -> List.of(true);
          case "not" -> List.of(false);
          default -> List.of(true, false);
        };
    given = Stream.of(arguments).skip(6).map(Path::of).findFirst();
    data = new byte[shareSize];
    random.nextBytes(data);
  }

  private static int number(String[] arguments, int place, int otherwise) {
    return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
  }

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws Exception {
    new ShareStoreBenchmark(arguments).run();
  }

  private void run() throws Exception {
    System.out.printf(
        "%d shares of %d bytes for each index, %d indexes%n", shares, shareSize, indexes);
    Path directory = given.isPresent() ? given.get() : Files.createTempDirectory("truckee-bench-");
    try {
      for (int round = 0; round < rounds; round++) {
        for (boolean durable : durabilities) {
          measure(directory, round, durable, 1);
          measure(directory, round, durable, MANY);
        }
      }
    } finally {
      // Not between the measurements: file systems are slower for a while after many deletions.
      if (given.isEmpty()) {
        delete(directory);
      }
    }
  }

  private void measure(Path directory, int round, boolean durable, int threads) throws Exception {
    DiskStorageOptions options =
        DiskStorageOptions.of(directory, new TubId(new byte[20])).withDurable(durable);
    try (DiskStorageServer server = DiskStorageServer.start(options);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      long begin = System.nanoTime();
      Processor before = Processor.now();
      store(server, executor);
      report(round, durable, threads, System.nanoTime() - begin, Processor.now().minus(before));
    }
  }

  private void store(DiskStorageServer server, ExecutorService executor) throws Exception {
    Set<ShareNumber> wanted =
        IntStream.range(0, shares).mapToObj(ShareNumber::new).collect(Collectors.toSet());
    Deque<Future<?>> started = new ArrayDeque<>();
    for (int i = 0; i < indexes; i++) {
      byte[] name = new byte[StorageIndex.LENGTH];
      random.nextBytes(name);
      Allocation allocation =
          server.allocateBuckets(new StorageIndex(name), LEASES, wanted, shareSize);
      for (BucketWriter writer : allocation.writers().values()) {
        started.add(executor.submit(() -> write(writer)));
      }
      while (started.size() > AHEAD) {
        started.removeFirst().get();
      }
    }
    for (Future<?> one : started) {
      one.get();
    }
  }

  private Void write(BucketWriter writer) throws Exception {
    for (int at = 0; at < shareSize; at += writeSize) {
      writer.write(at, ByteBuffer.wrap(data, at, Math.min(writeSize, shareSize - at)));
    }
    writer.close();
    return null;
  }

  private void report(int round, boolean durable, int threads, long nanos, Processor used) {
    System.out.printf(
        Locale.ROOT,
        "round %d %-11s %d threads: %8.3f ms, processor %8.3f ms, of it in the kernel %8.3f ms%n",
        round,
        durable ? "durable" : "not durable",
        threads,
        nanos / 1e6 / indexes,
        used.all / 1e6 / indexes,
        used.kernel / 1e6 / indexes);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Nanoseconds that this process has had of all processors. */
  private record Processor(long all, long kernel) {
    private static final Path FIGURES = Path.of("/proc/self/stat");
    private static final long TICK = 10_000_000;
    private static final int KERNEL_FIELD = 12;

    static Processor now() throws IOException {
      long all =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
      if (!Files.exists(FIGURES)) {
        return new Processor(all, 0);
      }
      String figures = Files.readString(FIGURES);
      String[] fields = figures.substring(figures.lastIndexOf(')') + 2).split(" ");
      return new Processor(all, Long.parseLong(fields[KERNEL_FIELD]) * TICK);
    }

    Processor minus(Processor earlier) {
      return new Processor(all - earlier.all, kernel - earlier.kernel);
    }
  }
}
