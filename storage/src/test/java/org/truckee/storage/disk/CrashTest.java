package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.disk.CrashableServer.Command;
import org.truckee.storage.disk.CrashableServer.Order;
import org.truckee.storage.disk.ServerProcess.KilledException;

/** What a server has acknowledged is there after it was killed, at whatever moment. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CrashTest {
  private static final int KILLS = 40;
  private static final int OTHER_KILLS = 20;
  private static final int CLIENTS = 4;
  private static final long LONGEST_REST_NANOS = 20_000_000;
  private static final long SEED = Long.getLong("truckee.seed", 20261121);

  /** More than what is copied on a change, so that changes go through the log. */
  private static final int LARGE = 1_100_000;

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedSurvivesKills() throws Exception {
    survive(SEED, KILLS);
  }

  @Test
  void everythingAcknowledgedSurvivesOtherKillsEveryTime() throws Exception {
    survive(Long.getLong("truckee.seed", System.nanoTime()), OTHER_KILLS);
  }

  private void survive(long seed, int kills) throws Exception {
    System.out.println("seed: -Dtruckee.seed=" + seed);
    Random random = new Random(seed);
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(i, new Random(random.nextLong())));
    }
    ServerProcess next = new ServerProcess(directory);
    for (int kill = 0; kill < kills; kill++) {
      ServerProcess server = next;
      next = new ServerProcess(directory);
      server.begin();
      // Most are killed when they are at work, some before they have acknowledged anything.
      int acknowledgements = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(12);
      live(server, clients, acknowledgements, random.nextLong(LONGEST_REST_NANOS));
    }
    next.begin();
    for (Client client : clients) {
      client.checkAll(next);
    }
    next.kill();
    int acknowledged = clients.stream().mapToInt(client -> client.acknowledged).sum();
    System.out.println("acknowledged and found: " + acknowledged);
    assertThat(acknowledged).isGreaterThan(2 * kills);
  }

  /** Lets all clients check and work, and kills the server in the middle of it. */
  private static void live(
      ServerProcess server, List<Client> clients, int acknowledgements, long restNanos)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(acknowledgements);
    try (ExecutorService executor = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> checks = new ArrayList<>();
      for (Client client : clients) {
        checks.add(executor.submit(() -> client.checkLast(server)));
      }
      for (Future<?> check : checks) {
        check.get();
      }
      List<Future<?>> work = new ArrayList<>();
      for (Client client : clients) {
        work.add(executor.submit(() -> client.work(server, enough)));
      }
      while (!enough.await(10, TimeUnit.MILLISECONDS)) {
        if (work.stream().anyMatch(Future::isDone)) {
          // A client met an error, which is thrown below.
          break;
        }
      }
      LockSupport.parkNanos(restNanos);
      server.kill();
      for (Future<?> client : work) {
        client.get();
      }
    }
  }

  /** Uploads and overwrites shares of its own, and knows what it was promised. */
  private static final class Client {
    private final int number;
    private final Random random;
    private final Map<StorageIndex, Upload> uploads = new HashMap<>();
    private final Map<StorageIndex, byte[]> slots = new HashMap<>();
    private final List<StorageIndex> touched = new ArrayList<>();
    private final StorageIndex largeSlot;
    private final StorageIndex smallSlot;
    private Order pending;
    private int created;
    private int acknowledged;

    Client(int number, Random random) {
      this.number = number;
      this.random = random;
      this.largeSlot = newIndex();
      this.smallSlot = newIndex();
      slots.put(largeSlot, new byte[0]);
      slots.put(smallSlot, new byte[0]);
    }

    private StorageIndex newIndex() {
      // Few prefixes, so that uploads share directories.
      ByteBuffer bytes = ByteBuffer.allocate(16).putInt(created % 2 << 30);
      return new StorageIndex(bytes.putInt(number).putInt(created++).array());
    }

    Void work(ServerProcess server, CountDownLatch enough) {
      touched.clear();
      try {
        while (true) {
          pending = nextOrder(server);
          touched.add(pending.index());
          server.ask(pending);
          acknowledge(pending);
          pending = null;
          enough.countDown();
        }
      } catch (KilledException e) {
        return null;
      }
    }

    private Order nextOrder(ServerProcess server) {
      long seed = random.nextLong();
      return switch (random.nextInt(6)) {
        case 0, 1 -> {
          Command command = random.nextInt(3) == 0 ? Command.UPLOAD : Command.STORE;
          yield server.order(command, newIndex(), seed, random.nextInt(30_000), List.of());
        }
        case 2 -> {
          int offset = random.nextInt(2000);
          yield server.order(
              Command.CHANGE_SLOT, smallSlot, seed, random.nextInt(2000), List.of(offset));
        }
        case 3 -> {
          List<StorageIndex> complete = List.copyOf(uploads.keySet());
          yield complete.isEmpty()
              ? server.order(Command.UPLOAD, newIndex(), seed, 10, List.of())
              : server.order(
                  Command.ADD_LEASE,
                  complete.get(random.nextInt(complete.size())),
                  seed,
                  0,
                  List.of());
        }
        default -> largeChange(server, seed);
      };
    }

    private Order largeChange(ServerProcess server, long seed) {
      if (slots.get(largeSlot).length == 0) {
        return server.order(Command.CHANGE_SLOT, largeSlot, seed, LARGE, List.of(0));
      }
      List<Integer> offsets =
          List.of(0, random.nextInt(LARGE), LARGE + random.nextInt(10_000), 5000);
      return server.order(Command.CHANGE_SLOT, largeSlot, seed, 1 + random.nextInt(3000), offsets);
    }

    private void acknowledge(Order order) {
      acknowledged++;
      switch (order.command()) {
        case UPLOAD, STORE ->
            uploads.put(order.index(), new Upload(order.seed(), order.length(), 1));
        case CHANGE_SLOT -> slots.compute(order.index(), (index, data) -> order.applyTo(data));
        case ADD_LEASE -> uploads.computeIfPresent(order.index(), (index, up) -> up.withLease());
        default -> throw new AssertionError(order);
      }
    }

    /** Checks what the killed server was working on. */
    Void checkLast(ServerProcess server) throws KilledException {
      if (pending != null) {
        adopt(server, pending);
        pending = null;
      }
      for (StorageIndex index : touched) {
        check(server, index);
      }
      return null;
    }

    /** What was not acknowledged was done wholly or not at all; finds out which. */
    private void adopt(ServerProcess server, Order order) throws KilledException {
      StorageIndex index = order.index();
      boolean done =
          switch (order.command()) {
            case UPLOAD, STORE -> read(server, Command.READ_IMMUTABLE, index).isPresent();
            case CHANGE_SLOT -> {
              byte[] found = read(server, Command.READ_SLOT, index).orElse(new byte[0]);
              yield Arrays.equals(found, order.applyTo(slots.get(index)));
            }
            case ADD_LEASE -> leases(server, index) == uploads.get(index).leases + 1;
            default -> throw new AssertionError(order);
          };
      if (done) {
        acknowledge(order);
      }
    }

    void checkAll(ServerProcess server) throws KilledException {
      checkLast(server);
      for (StorageIndex index : uploads.keySet()) {
        check(server, index);
      }
      check(server, smallSlot);
      check(server, largeSlot);
    }

    private void check(ServerProcess server, StorageIndex index) throws KilledException {
      Upload upload = uploads.get(index);
      if (upload != null) {
        assertThat(read(server, Command.READ_IMMUTABLE, index))
            .hasValueSatisfying(
                data ->
                    assertThat(data).isEqualTo(CrashableServer.bytes(upload.seed, upload.length)));
        assertThat(leases(server, index)).isEqualTo(upload.leases);
      }
      byte[] slot = slots.get(index);
      if (slot != null) {
        byte[] found = read(server, Command.READ_SLOT, index).orElse(new byte[0]);
        assertThat(Arrays.mismatch(found, slot)).isEqualTo(-1);
      }
    }

    private static Optional<byte[]> read(ServerProcess server, Command command, StorageIndex index)
        throws KilledException {
      return server.ask(server.order(command, index, 0, 0, List.of()));
    }

    private static long leases(ServerProcess server, StorageIndex index) throws KilledException {
      return ByteBuffer.wrap(read(server, Command.COUNT_LEASES, index).orElseThrow()).getLong();
    }
  }

  /** A share that was uploaded. */
  private record Upload(long seed, int length, int leases) {
    Upload withLease() {
      return new Upload(seed, length, leases + 1);
    }
  }
}
