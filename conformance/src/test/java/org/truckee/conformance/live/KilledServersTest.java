package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.Encoding;
import org.truckee.bench.nodes.NodeDirectory.Option;
import org.truckee.bench.nodes.WebApi;

/**
 * Clients of both programs work while servers of both are killed and started again, often by the
 * other program: what was acknowledged is there. For thousands of operations, {@code
 * -Dtruckee.operations=5000}.
 */
@Tag("live")
@ExtendWith(IntroducedGrid.Logs.class)
@Timeout(value = 90, unit = TimeUnit.MINUTES)
final class KilledServersTest {
  private static final int OPERATIONS = Integer.getInteger("truckee.operations", 300);
  private static final long SEED = Long.getLong("truckee.seed", 20261130);
  private static final int USERS = 2;

  /** Files outlive any two servers, and are acknowledged while two are away. */
  private static final Encoding ENCODING = new Encoding(2, 4, 6);

  /** Six servers, three of each program; one of each speaks Foolscap only. */
  private static final List<Set<Option>> SERVERS =
      List.of(
          Set.of(),
          Set.of(),
          Set.of(Option.FOOLSCAP_ONLY),
          Set.of(Option.FOOLSCAP_ONLY),
          Set.of(),
          Set.of());

  @TempDir private Path root;

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    System.out.printf("-Dtruckee.seed=%d -Dtruckee.operations=%d%n", SEED, OPERATIONS);
    Random random = new Random(SEED);
    try (IntroducedGrid grid = IntroducedGrid.start(root, Program.TRUCKEE)) {
      grid.addServers(SERVERS);
      grid.addClient(Program.TRUCKEE, ENCODING, Set.of());
      grid.addClient(Program.REFERENCE, ENCODING, Set.of(Option.FOOLSCAP_ONLY));
      Map<Program, WebApi> clients = grid.awaitClients();
      OperationCount count = new OperationCount(OPERATIONS);
      ServerKiller killer = new ServerKiller(grid, count, random.nextLong());
      List<BusyUser> users = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        users.add(new BusyUser(i, List.copyOf(clients.values()), random.nextLong()));
      }
      work(users, killer, count);

      grid.awaitClients();
      int found = 0;
      for (BusyUser user : users) {
        found += user.requireAll(clients.values());
      }
      int acknowledged = users.stream().mapToInt(BusyUser::acknowledged).sum();
      System.out.printf(
          "killed: %d, replaced by the other program: %d, acknowledged changes: %d, refused: %d,"
              + " things found: %d%n",
          killer.kills(),
          killer.replacements(),
          acknowledged,
          users.stream().mapToInt(BusyUser::refused).sum(),
          found);
      assertThat(killer.replacements()).isGreaterThan(OPERATIONS / 100);
      assertThat(acknowledged).isGreaterThan(OPERATIONS / 3);
    }
  }

  private static void work(List<BusyUser> users, ServerKiller killer, OperationCount count)
      throws Exception {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      AtomicInteger working = new AtomicInteger(users.size());
      Future<?> kills = threads.submit(killer);
      List<Future<?>> work = new ArrayList<>();
      for (BusyUser user : users) {
        work.add(
            threads.submit(
                () -> {
                  try {
                    while (count.begin()) {
                      user.doSomething();
                      count.end();
                    }
                    return null;
                  } finally {
                    if (working.decrementAndGet() == 0) {
                      count.stop();
                    }
                  }
                }));
      }
      for (Future<?> user : work) {
        user.get();
      }
      kills.get();
    } finally {
      threads.shutdownNow();
    }
  }
}
