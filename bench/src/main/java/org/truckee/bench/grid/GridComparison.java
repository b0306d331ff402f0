package org.truckee.bench.grid;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the contenders side by side and prints the tables. All grids run at the same time, each in
 * processes of its own, and the contenders take turns at every job of every round.
 */
@Command(
    name = "GridComparison",
    description = "Compares Truckee with the reference, through the web API of running grids.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class GridComparison implements Callable<Integer> {

  @Option(names = "--rounds", description = "Rounds whose medians are reported.")
  private int rounds = 5;

  @Option(names = "--warm-up", description = "Rounds before them that are not.")
  private int warmUp = 1;

  @Option(
      names = "--most-warm-up",
      description =
          "Before all rounds each job is done by each grid until it gets no faster, but not more"
              + " often than this: nodes that have been running for a while are compared, not just"
              + " started ones.")
  private int mostWarmUp = 40;

  @Option(names = "--contenders", split = ",", description = "${COMPLETION-CANDIDATES}")
  private List<Contender> contenders = List.of(Contender.values());

  @Option(names = "--rows", split = ",", description = "${COMPLETION-CANDIDATES}")
  private List<Row> rows = List.of(Row.values());

  @Option(names = "--large", description = "Bytes of the large file.")
  private long large = 100_000_000;

  @Option(names = "--small", description = "Bytes of a small file.")
  private int small = 10_000;

  @Option(
      names = "--small-files",
      description = "Small files put and got one after the other in a round.")
  private int smallFiles = 20;

  @Option(names = "--clients", description = "Clients at once.")
  private int clients = 16;

  @Option(names = "--files-of-each", description = "Small files of each of them in a round.")
  private int filesOfEach = 5;

  @Option(names = "--far-files", description = "Small files to and from far servers in a round.")
  private int farFiles = 5;

  @Option(names = "--round-trip", description = "Milliseconds to far servers and back.")
  private int roundTripMillis = 50;

  @Option(names = "--servers", description = "Storage servers of each grid.")
  private int servers = 5;

  @Option(names = "--one-gigabyte", description = "Also pass 1 GB through each grid at the end.")
  private boolean oneGigabyte;

  @Option(names = "--seed", description = "Chooses the contents of the files.")
  private long seed = System.nanoTime();

  @Option(names = "--directory", description = "Where the node directories go; kept if given.")
  private Path directory;

  /** So many that the pace of a grid can be told from one time to the next. */
  private static final int WARM_UP_FILES_OF_EACH = 25;

  private final PrintWriter out = new PrintWriter(System.out, true);

  /** Parses the options, compares, and exits with 0 if every job succeeded. */
  public static void main(String[] arguments) {
    System.setProperty("http.maxConnections", "64");
    CommandLine command = new CommandLine(new GridComparison());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root =
        directory == null
            ? Files.createTempDirectory("grid-comparison")
            : directory.toAbsolutePath();
    Map<Contender, ContenderGrid> grids = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : contenders) {
        Path place = root.resolve(contender.name().toLowerCase(Locale.ROOT));
        boolean far = jobs().contains(Job.FAR_SMALL_FILES);
        grids.put(contender, ContenderGrid.start(place, contender, sizes(), far));
      }
      compare(grids);
      return 0;
    } finally {
      for (ContenderGrid grid : grids.values()) {
        grid.close();
      }
      if (directory == null) {
        ContenderGrid.delete(root);
      }
    }
  }

  private void compare(Map<Contender, ContenderGrid> grids)
      throws IOException, InterruptedException {
    out.printf(
        "%d rounds after %d, and each job up to %d times, to warm up; files of %d and %d bytes,"
            + " seed %d, %d processors%n",
        rounds, warmUp, mostWarmUp, large, small, seed, Runtime.getRuntime().availableProcessors());
    Payloads payloads = new Payloads(seed);
    for (Contender contender : contenders) {
      warmUp(contender, grids.get(contender), payloads);
    }
    Measurements measurements = new Measurements(sizes().roundTrip());
    for (int round = -warmUp; round < rounds; round++) {
      for (Job job : jobs()) {
        for (Contender contender : contenders) {
          Job.Results results =
              round < 0 ? (_, _) -> {} : (row, took) -> measurements.add(row, contender, took);
          ContenderGrid grid = grids.get(contender);
          long start = System.nanoTime();
          job.run(grid, sizes(), payloads, results);
          System.err.printf(
              "round %d, %s, %s: %.1f s%n",
              round + 1, job, contender.label(), (System.nanoTime() - start) / 1e9);
          grid.discardLargeShares();
        }
      }
    }
    out.println();
    out.println(new ComparisonTable(measurements, contenders).of(rows));
    printSamples(measurements);
    printMemory("Peak resident memory", grids);
    if (oneGigabyte) {
      passOneGigabyte(grids, payloads);
    }
  }

  private void warmUp(Contender contender, ContenderGrid grid, Payloads payloads)
      throws IOException, InterruptedException {
    for (Job job : jobs()) {
      boolean small = job == Job.CONCURRENT_SMALL_FILES;
      Sizes sizes = small ? sizes().withFilesOfEach(WARM_UP_FILES_OF_EACH) : sizes();
      long start = System.nanoTime();
      int times = new WarmUp(job, sizes, payloads, mostWarmUp).run(grid);
      System.err.printf(
          "warm-up, %s, %s: %d times, %.1f s%n",
          job, contender.label(), times, (System.nanoTime() - start) / 1e9);
    }
  }

  private void printSamples(Measurements measurements) {
    for (Row row : rows) {
      for (Contender contender : contenders) {
        List<String> samples =
            measurements.of(row, contender).stream().map("%.1f"::formatted).toList();
        out.printf("%s; %s: %s%n", row.label(), contender.label(), String.join(" ", samples));
      }
    }
    out.println();
  }

  private void passOneGigabyte(Map<Contender, ContenderGrid> grids, Payloads payloads)
      throws IOException, InterruptedException {
    for (Map.Entry<Contender, ContenderGrid> entry : grids.entrySet()) {
      ContenderGrid grid = entry.getValue();
      for (RunningNode node : grid.allNodes()) {
        node.forgetPeakMemory();
      }
      Payload payload = payloads.next(1_000_000_000);
      long start = System.nanoTime();
      String cap = grid.client().put(payload);
      long uploaded = System.nanoTime();
      grid.client().requireContents(cap, payload);
      long downloaded = System.nanoTime();
      out.printf(
          "1 GB; %s: up %.1f s, down %.1f s%n",
          entry.getKey().label(), (uploaded - start) / 1e9, (downloaded - uploaded) / 1e9);
      grid.discardLargeShares();
    }
    printMemory("Peak resident memory while 1 GB passed", grids);
  }

  private void printMemory(String title, Map<Contender, ContenderGrid> grids) throws IOException {
    StringBuilder table = new StringBuilder(title).append(", MB\n\n");
    ComparisonTable.line(table, List.of("", "client", "largest server"));
    ComparisonTable.line(table, List.of("---", "---", "---"));
    for (Map.Entry<Contender, ContenderGrid> entry : grids.entrySet()) {
      long largest = 0;
      for (RunningNode server : entry.getValue().serverNodes()) {
        largest = Math.max(largest, server.peakMemory());
      }
      ComparisonTable.line(
          table,
          List.of(
              entry.getKey().label(),
              megabytes(entry.getValue().clientNode().peakMemory()),
              megabytes(largest)));
    }
    out.println(table);
  }

  private static String megabytes(long bytes) {
    return "%.0f".formatted(bytes / 1e6);
  }

  private List<Job> jobs() {
    return rows.stream().map(Row::job).distinct().toList();
  }

  private Sizes sizes() {
    return new Sizes(
        large,
        small,
        smallFiles,
        clients,
        filesOfEach,
        farFiles,
        Duration.ofMillis(roundTripMillis),
        servers,
        new Encoding(3, servers, 10));
  }
}
