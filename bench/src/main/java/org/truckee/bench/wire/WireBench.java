package org.truckee.bench.wire;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageServer;
import org.truckee.wire.Swissnum;
import org.truckee.wire.foolscap.FoolscapStorageClient;
import org.truckee.wire.foolscap.FoolscapStorageServer;
import org.truckee.wire.http.HttpTransport;
import org.truckee.wire.http.StorageHttpClient;
import org.truckee.wire.http.StorageHttpServer;

/**
 * Sends the shares of a 100 MB file to five servers of this process and reads them back, a few
 * times over, and does the same with tiny ones; over HTTPS, or over Foolscap. Arguments, all
 * optional: {@code foolscap=1 piece=<bytes> rounds=<n> servers=<n> shares=<n per server>}.
 */
public final class WireBench {
  private static final long SHARE_SIZE = 33_400_000;
  private static final int SMALL_SHARE = 3800;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  private final int piece;
  private final int sharesPerServer;
  private final List<StorageServer> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WireBench(int piece, int sharesPerServer) {
    this.piece = piece;
    this.sharesPerServer = sharesPerServer;
  }

  /** Runs it and prints a line for each round. */
  public static void main(String[] arguments) throws Exception {
    int piece = number(arguments, "piece", 1 << 20);
    int rounds = number(arguments, "rounds", 8);
    int servers = number(arguments, "servers", 5);
    WireBench bench = new WireBench(piece, number(arguments, "shares", 2));
    try (HttpTransport transport = new HttpTransport()) {
      List<AutoCloseable> running = new ArrayList<>();
      for (int i = 0; i < servers; i++) {
        if (number(arguments, "foolscap", 0) == 1) {
          bench.addFoolscap(running);
        } else {
          bench.addHttps(transport, running);
        }
      }
      for (int round = 0; round < rounds; round++) {
        bench.round(round);
      }
      for (AutoCloseable part : running.reversed()) {
        part.close();
      }
    }
    bench.threads.close();
  }

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  private void addHttps(HttpTransport transport, List<AutoCloseable> running) throws Exception {
    StorageHttpServer server =
        StorageHttpServer.builder(new PretendStore(SHARE_SIZE))
            .certificate(certificate())
            .swissnum(Swissnum.random(new SecureRandom()))
            .transport(transport)
            .start();
    running.add(server);
    clients.add(new StorageHttpClient(transport, server.nurl("127.0.0.1")));
  }

  private void addFoolscap(List<AutoCloseable> running) throws Exception {
    Tub server = new Tub(certificate(), TubOptions.defaults());
    running.add(server);
    Listener listener = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
    Furl furl = server.publish(FoolscapStorageServer.of(new PretendStore(SHARE_SIZE)));
    Tub client = new Tub(certificate(), TubOptions.defaults());
    running.add(client);
    clients.add(new FoolscapStorageClient(client.connect(furl, LIMIT), LIMIT));
  }

  private void round(int round) throws Exception {
    long bytes = SHARE_SIZE * sharesPerServer * clients.size();
    int times = 100;
    Spent up = spent(() -> everywhere((client, share) -> upload(client, share, SHARE_SIZE)));
    Spent down = spent(() -> everywhere((client, share) -> download(client, share)));
    Spent small =
        spent(
            () -> {
              for (int i = 0; i < times; i++) {
                everywhere((client, share) -> upload(client, share, SMALL_SHARE));
              }
            });
    System.out.printf(
        Locale.ROOT,
        "round %d: up %.0f MB/s %.2f s cpu, down %.0f MB/s %.2f s cpu,"
            + " small put %.2f ms %.2f ms cpu, heap %d MB%n",
        round,
        bytes / up.seconds / 1e6,
        up.cpuSeconds,
        bytes / down.seconds / 1e6,
        down.cpuSeconds,
        small.seconds / times * 1e3,
        small.cpuSeconds / times * 1e3,
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }

  /** Something that is done with one share on one server. */
  private interface Work {
    void run(StorageServer client, ShareNumber share) throws Exception;
  }

  private void everywhere(Work work) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (StorageServer client : clients) {
      for (int i = 0; i < sharesPerServer; i++) {
        ShareNumber share = new ShareNumber(i);
        tasks.add(
            () -> {
              work.run(client, share);
              return null;
            });
      }
    }
    for (Future<Void> done : threads.invokeAll(tasks)) {
      done.get();
    }
  }

  private void upload(StorageServer client, ShareNumber share, long size) throws Exception {
    BucketWriter writer =
        client.allocateBuckets(index(share), LEASES, Set.of(share), size).writers().get(share);
    ByteBuffer data = ByteBuffer.allocate((int) Math.min(piece, size));
    for (long at = 0; at < size; ) {
      data.clear().limit((int) Math.min(data.capacity(), size - at));
      int length = data.remaining();
      writer.write(at, data);
      at += length;
    }
    writer.close();
  }

  private void download(StorageServer client, ShareNumber share) throws Exception {
    BucketReader reader = client.getBuckets(index(share)).get(share);
    ByteBuffer data = ByteBuffer.allocate(piece);
    for (long at = 0; at < SHARE_SIZE; ) {
      at += reader.read(at, data.clear());
    }
  }

  private static StorageIndex index(ShareNumber share) {
    byte[] bytes = new byte[StorageIndex.LENGTH];
    Arrays.fill(bytes, (byte) share.value());
    return new StorageIndex(bytes);
  }

  /** Something that takes time. */
  private interface Timed {
    void run() throws Exception;
  }

  private record Spent(double seconds, double cpuSeconds) {}

  private static Spent spent(Timed work) throws Exception {
    long begin = System.nanoTime();
    double cpu = cpuSeconds();
    work.run();
    return new Spent((System.nanoTime() - begin) / 1e9, cpuSeconds() - cpu);
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }

  private static int number(String[] arguments, String name, int otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith(name + "=")) {
        return Integer.parseInt(argument.substring(name.length() + 1));
      }
    }
    return otherwise;
  }
}
