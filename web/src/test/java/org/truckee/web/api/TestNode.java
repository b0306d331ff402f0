package org.truckee.web.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.truckee.crypto.Base32;
import org.truckee.grid.Blacklist;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.history.History;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.memory.ProcessMemory;

/** A gateway before a grid of five servers in this process, 3 of 10 on 5. */
final class TestNode implements AutoCloseable {
  /** What {@code /private} asks for. */
  static final String TOKEN = "c2VjcmV0";

  private static final EncodingParameters ENCODING = EncodingParameters.of(3, 5, 10);

  private final TestGrid servers = TestGrid.of(5);
  private final Path folder = Files.createTempDirectory("node");
  private volatile Blacklist blacklist = Blacklist.EMPTY;
  private final LogMessages messages = new LogMessages(Clock.systemUTC());
  private final History history = new History(Clock.systemUTC());
  private final GridClient grid;
  private final WebGateway.Settings settings;
  private final WebGateway gateway;

  TestNode() throws IOException {
    this(DownloadLimits.DEFAULT, ProcessMemory.ofThisProcess());
  }

  TestNode(DownloadLimits limits) throws IOException {
    this(limits, ProcessMemory.ofThisProcess());
  }

  /** With a heap that is perhaps smaller than that of the tests. */
  TestNode(DownloadLimits limits, ProcessMemory memory) throws IOException {
    Files.createDirectories(folder.resolve("private"));
    Files.writeString(folder.resolve("private/api_auth_token"), TOKEN + "\n");
    grid =
        GridClient.of(() -> servers.connected().stream().map(TestNode::withServerKey).toList())
            .leaseSecret(new ClientLeaseSecret(new byte[32]))
            .convergenceSecret(new ConvergenceSecret(new byte[32]))
            .encoding(ENCODING)
            .downloadLimits(limits)
            .random(new Random(1))
            .workers(2)
            .blacklist(() -> blacklist)
            .history(history)
            .spoolDirectory(Files.createDirectories(folder.resolve("tmp")))
            .build();
    settings =
        new WebGateway.Settings(
            grid,
            new Status(),
            ENCODING,
            WebDoor.plain("127.0.0.1", 0),
            Clock.systemUTC(),
            memory,
            history,
            new NodeFolder(folder, folder.resolve("public_html")),
            messages,
            Map.of());
    gateway = WebGateway.start(settings);
  }

  TestGrid servers() {
    return servers;
  }

  /** What the gateway was started with. */
  WebGateway.Settings settings() {
    return settings;
  }

  /** The folder of the node. */
  Path folder() {
    return folder;
  }

  /** Prohibits things from now on. */
  void prohibit(Blacklist list) {
    blacklist = list;
  }

  /** What the node does. */
  History history() {
    return history;
  }

  /** What the node says. */
  LogMessages messages() {
    return messages;
  }

  RawHttp http() {
    return new RawHttp("127.0.0.1", gateway.port());
  }

  @Override
  public void close() {
    gateway.close();
    grid.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the node has left something behind that cannot go", e);
    }
  }

  /** The same server under a name such as servers with keys have. */
  private static GridServer withServerKey(GridServer server) {
    String id = "v0-" + Base32.encode(server.permutationSeed());
    return new GridServer(
        new ServerId(id),
        server.nickname(),
        server.permutationSeed(),
        server.leaseSeed(),
        server.storage(),
        true);
  }

  private final class Status implements NodeStatus {
    @Override
    public StatisticsReport statistics() {
      StatisticsReport report = new StatisticsReport();
      report.stat("node.uptime", 1.5);
      report.stat("cpu_monitor.total", 0.5);
      count("uploader.", "uploaded", grid.counters().uploaded(), report);
      count("downloader.", "downloaded", grid.counters().downloaded(), report);
      count("mutable.", "published", grid.counters().published(), report);
      count("mutable.", "retrieved", grid.counters().retrieved(), report);
      return report;
    }

    private static void count(
        String prefix, String what, TransferCounters.Total total, StatisticsReport report) {
      report.counter(prefix + "files_" + what, total.files());
      report.counter(prefix + "bytes_" + what, total.bytes());
    }

    @Override
    public String nickname() {
      return "<test> node";
    }

    @Override
    public String version() {
      return "truckee/test";
    }

    @Override
    public List<String> introducers() {
      return List.of();
    }

    @Override
    public List<ServerStatus> servers() {
      return servers.connected().stream()
          .map(TestNode::withServerKey)
          .map(
              server ->
                  new ServerStatus(
                      server.id().longName(),
                      server.nickname(),
                      true,
                      "connected",
                      Optional.empty(),
                      OptionalLong.of(1000),
                      Optional.of("test")))
          .toList();
    }
  }
}
