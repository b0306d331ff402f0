package org.truckee.node.control;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.Capability;
import org.truckee.capability.FileReadCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.FileContents;
import org.truckee.grid.FileNode;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.grid.UploadOptions;
import org.truckee.storage.StorageException;

/** The control port of a node ({@code spec/07 §11}). */
public final class ControlPort {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPort.class);
  private static final double NANOS = 1e9;

  /** A test may take so long, and not for ever. */
  private static final Duration FOR_SERVERS = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long MAX_SIZE = 10L << 30;
  private static final int MAX_FILES = 1000;
  private static final int ROUNDS = 3;
  private static final Set<String> MEMORY = Set.of("VmPeak", "VmSize", "VmData");
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");

  private final Grid grid;
  private final Servers servers;
  private final RandomGenerator random;

  /**
   * Over a grid.
   *
   * @param random chooses the contents of files
   */
  public ControlPort(Grid grid, Servers servers, RandomGenerator random) {
    this.grid = grid;
    this.servers = servers;
    this.random = random;
  }

  /** The object that is published. */
  public LocalObject object() {
    return LocalObject.of(RemoteControl.class, new Served());
  }

  /** Opens the file of a cap. */
  static FileContents open(Grid grid, Capability cap) throws IOException, InterruptedException {
    if (grid.node(cap) instanceof FileNode file) {
      return file.contents();
    }
    throw new GridException("that is not the cap of a file that can be read");
  }

  /** What a call does. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T told(Work<T> work) throws InterruptedException, ReportedException {
    try {
      return work.run();
    } catch (GridException e) {
      throw new ReportedException(
          RemoteFailure.of("builtins.RuntimeError", String.valueOf(e.getMessage())), e);
    } catch (IllegalArgumentException e) {
      throw new ReportedException(RemoteFailure.assertionError(String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      LOG.warn("the control port could not do what it was asked", e);
      throw new ReportedException(
          RemoteFailure.of("builtins.OSError", "the node cannot do that now"), e);
    }
  }

  private static void requireSize(long size) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a file has 0 to %d bytes here, not %d".formatted(MAX_SIZE, size));
    }
  }

  private void awaitServers(int count) throws GridException, InterruptedException {
    long deadline = System.nanoTime() + FOR_SERVERS.toNanos();
    while (servers.connected().size() < count) {
      if (System.nanoTime() - deadline > 0) {
        throw new GridException(
            "%d of %d servers are connected after %d minutes"
                .formatted(servers.connected().size(), count, FOR_SERVERS.toMinutes()));
      }
      Thread.sleep(LOOK);
    }
  }

  private FileReadCap upload(long size, byte[] convergence)
      throws IOException, InterruptedException {
    requireSize(size);
    UploadOptions options =
        UploadOptions.DEFAULT.withConvergenceSecret(new ConvergenceSecret(convergence));
    return grid.upload(new RandomContents(size, random.nextLong()), options).cap();
  }

  /** Empty where the system does not tell. */
  private static Map<Bytes, Value> memory() throws IOException {
    Map<Bytes, Value> memory = new TreeMap<>();
    if (Files.isReadable(PROCESS_STATUS)) {
      for (String line : Files.readAllLines(PROCESS_STATUS)) {
        String[] parts = line.split("[:\\s]+");
        if (parts.length == 3 && MEMORY.contains(parts[0])) {
          memory.put(Bytes.of(parts[0]), Value.of(Long.parseLong(parts[1]) << 10));
        }
      }
    }
    return memory;
  }

  /** Asked for a file that nobody has; a server that does not answer is left out. */
  private Map<Bytes, Value> responseTimes() throws InterruptedException {
    Map<Bytes, Value> times = new TreeMap<>();
    StorageIndex nothing = new StorageIndex(new byte[StorageIndex.LENGTH]);
    for (GridServer server : List.copyOf(servers.connected())) {
      try {
        long begin = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
          server.storage().getBuckets(nothing);
        }
        double mean = (System.nanoTime() - begin) / NANOS / ROUNDS;
        times.put(Bytes.of(server.id().longName()), new Value.Real(mean));
      } catch (StorageException e) {
        LOG.info("{} does not answer: {}", server, e.getMessage());
      }
    }
    return times;
  }

  private static SpeedTest.Kind kind(Value mutable) {
    String text =
        switch (mutable) {
          case Bytes bytes -> new String(bytes.array(), StandardCharsets.UTF_8);
          case Value.Text(String word) -> word;
          case Value.Bool(boolean yes) -> yes ? "create" : "";
          case Value.None _ -> "";
          default -> throw new IllegalArgumentException("mutable is False, create or upload");
        };
    return switch (text) {
      case "" -> SpeedTest.Kind.IMMUTABLE;
      case "create" -> SpeedTest.Kind.CREATED;
      case "upload" -> SpeedTest.Kind.REPLACED;
      default -> throw new IllegalArgumentException("mutable is False, create or upload");
    };
  }

  /** What peers call. */
  @Concurrent
  private final class Served implements RemoteControl {
    @Override
    public void waitForClientConnections(int numClients)
        throws InterruptedException, ReportedException {
      told(
          () -> {
            awaitServers(numClients);
            return this;
          });
    }

    @Override
    public String uploadRandomDataFromFile(long size, byte[] convergence)
        throws InterruptedException, ReportedException {
      return told(() -> upload(size, convergence).text());
    }

    @Override
    public void downloadToTempfileAndDelete(byte[] uri)
        throws InterruptedException, ReportedException {
      told(
          () -> {
            // A file that is deleted at once need not be written.
            Capability cap = Capability.parse(new String(uri, StandardCharsets.UTF_8));
            open(grid, cap).copyTo(OutputStream.nullOutputStream());
            return this;
          });
    }

    @Override
    public Value getMemoryUsage() throws InterruptedException, ReportedException {
      return Value.dict(told(ControlPort::memory));
    }

    @Override
    public Times speedTest(int count, long size, Value mutable)
        throws InterruptedException, ReportedException {
      return told(
          () -> {
            requireSize(size);
            if (count < 0 || count > MAX_FILES) {
              throw new IllegalArgumentException(
                  "0 to %d files, not %d".formatted(MAX_FILES, count));
            }
            return new SpeedTest(grid, random).run(count, size, kind(mutable));
          });
    }

    @Override
    public Value measurePeerResponseTime() throws InterruptedException {
      return Value.dict(responseTimes());
    }
  }
}
