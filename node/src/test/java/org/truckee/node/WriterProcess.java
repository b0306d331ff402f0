package org.truckee.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.truckee.capability.Capability;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Directory;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;
import org.truckee.grid.client.GridClient;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.StaticServers;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.network.Routes;
import org.truckee.wire.plugin.StoragePlugins;

/**
 * One of several programs that change the same things at the same time: a list in an SDMF file,
 * slots of an MDMF file, the links of a directory. Says of each change that it was acknowledged. It
 * is told by lines: its number, a file that names the servers, the three caps, and at last to
 * begin.
 */
final class WriterProcess {
  /** How often each of the three is changed. */
  static final int CHANGES = 6;

  /** The bytes of a slot. */
  static final int SLOT = 16;

  static final String READY = "ready";

  /** Begins the lines that name a change that was acknowledged, and of what. */
  static final String ACKNOWLEDGED = "acknowledged: ";

  private static final int TRIES = 200;
  private static final Duration TO_CONNECT = Duration.ofSeconds(60);
  private static final Duration BACK_OFF = Duration.ofMillis(10);

  private final Grid grid;
  private final int number;
  private final Random random;

  private WriterProcess(Grid grid, int number) {
    this.grid = grid;
    this.number = number;
    this.random = new Random(number);
  }

  /** The name of a change; as long as a slot, and no other one's. */
  static String change(int writer, int change) {
    return "writer %d, %6d".formatted(writer, change);
  }

  /** Runs a writer; it ends with an error if one of its changes is in vain. */
  public static void main(String[] none) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = Integer.parseInt(in.readLine());
    String servers = Files.readString(Path.of(in.readLine()));
    Shared shared = new Shared(in.readLine(), in.readLine(), in.readLine());
    try (NodeResources resources = NodeResources.start();
        KnownServers known = connect(StaticServers.parse("servers", servers), resources);
        GridClient grid = grid(known, number, resources)) {
      System.out.println(READY);
      in.readLine();
      new WriterProcess(grid, number).write(shared);
    }
  }

  /** The caps of what all writers change. */
  private record Shared(String list, String slots, String directory) {}

  /** All servers, once they answer. */
  static KnownServers connect(StaticServers servers, NodeResources resources)
      throws NodeException, InterruptedException {
    ServerWatch watch =
        new ServerWatch(
            new ConnectionSettings(Optional.empty(), Optional.empty(), false),
            new ServerWatch.Ways(Routes.DIRECT, Map.of()),
            new ClientPlugins(Map.of(), StoragePlugins.installed()),
            resources);
    KnownServers known = new KnownServers(watch::over);
    servers.servers().forEach(known::put);
    known.awaitKnown(servers.servers().stream().map(AnnouncedServer::id).toList(), TO_CONNECT);
    return known;
  }

  /** A client with secrets of its own, which is less patient than those that ship. */
  static GridClient grid(KnownServers known, int number, NodeResources resources) {
    byte[] secret = ("lease secret " + number).getBytes(StandardCharsets.UTF_8);
    return GridClient.of(known)
        .leaseSecret(new ClientLeaseSecret(secret))
        .convergenceSecret(new ConvergenceSecret(new byte[32]))
        .encoding(EncodingParameters.of(2, 2, 4))
        .memory(resources.memory())
        .writeBackOff(BACK_OFF)
        .build();
  }

  private void write(Shared shared) throws Exception {
    MutableFile list = ((MutableFileNode) node(shared.list())).file();
    MutableFile slots = ((MutableFileNode) node(shared.slots())).file();
    Directory directory = (Directory) node(shared.directory());
    FilesystemNode child = node("URI:LIT:n5xgk");
    for (int i = 0; i < CHANGES; i++) {
      String change = change(number, i);
      acknowledge("list", change, () -> list.modify((old, _) -> Optional.of(with(old, change))));
      long offset = (long) SLOT * (number * CHANGES + i);
      acknowledge("slots", change, () -> slots.update(offset, Source.of(bytes(change))));
      acknowledge(
          "directory", change, () -> directory.set(NewLink.of(change, child), Overwrite.ALWAYS));
    }
  }

  private FilesystemNode node(String cap) {
    return grid.node(Capability.parse(cap));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A try that was not acknowledged may have been made all the same: no line comes twice. */
  private static byte[] with(byte[] list, String change) {
    String old = new String(list, StandardCharsets.US_ASCII);
    return old.contains(change) ? list : bytes(old + change + "\n");
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  /** Tries until it succeeds, as a user would who is told that somebody else was faster. */
  private void acknowledge(String thing, String change, Attempt attempt)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        attempt.run();
        System.out.println(ACKNOWLEDGED + thing + ": " + change);
        return;
      } catch (GridException e) {
        if (tries == TRIES) {
          throw e;
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(1000 * Math.min(tries, 50)));
      }
    }
  }
}
