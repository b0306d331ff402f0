package org.truckee.conformance.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.truckee.bench.nodes.RunningNode;

/**
 * Kills one or two servers at a time and starts them again in their directories, by either program.
 * The next ones are not killed before all clients have found these again: what is acknowledged lies
 * on enough servers for that, and not for more.
 */
final class ServerKiller implements Callable<Void> {
  private static final long LONGEST_DELAY_NANOS = 200_000_000;
  private static final int BETWEEN_KILLS = 12;
  private static final int WITHOUT = 8;

  private final IntroducedGrid grid;
  private final OperationCount count;
  private final Random random;
  private int kills;
  private int replacements;

  ServerKiller(IntroducedGrid grid, OperationCount count, long seed) {
    this.grid = grid;
    this.count = count;
    this.random = new Random(seed);
  }

  @Override
  public Void call() throws IOException, InterruptedException {
    try {
      killUntilAllIsDone();
      return null;
    } finally {
      count.stop();
    }
  }

  private void killUntilAllIsDone() throws IOException, InterruptedException {
    while (count.await(1 + random.nextInt(BETWEEN_KILLS))) {
      // In the middle of whatever is going on.
      LockSupport.parkNanos(random.nextLong(LONGEST_DELAY_NANOS));
      List<RunningNode> victims = victims();
      for (RunningNode victim : victims) {
        victim.kill();
        kills++;
      }
      count.await(random.nextInt(WITHOUT));
      for (RunningNode victim : victims) {
        startAgain(victim);
      }
      for (RunningNode victim : victims) {
        victim.awaitWeb();
      }
      grid.awaitClients();
      count.nextRound();
    }
  }

  private List<RunningNode> victims() {
    List<RunningNode> servers = new ArrayList<>(grid.servers());
    Collections.shuffle(servers, random);
    return servers.subList(0, random.nextInt(3) == 0 ? 2 : 1);
  }

  private void startAgain(RunningNode victim) throws IOException {
    Program before = grid.programOf(victim);
    Program program = Program.values()[random.nextInt(Program.values().length)];
    if (program != before) {
      replacements++;
    }
    grid.startAgain(victim, program);
  }

  int kills() {
    return kills;
  }

  /** How often the other program was started where one had been killed. */
  int replacements() {
    return replacements;
  }
}
