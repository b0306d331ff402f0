package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.GridException;
import org.truckee.grid.MapMode;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;

/**
 * Several writers at once on servers that fail, at most so many at a time that any two sets of the
 * others have k in common: the file stays recoverable, nobody reads what nobody wrote, and a change
 * that was reported to be made is in the file.
 */
class MutableFilePropertyTest {
  private static final int STEPS = 6;
  private static final int WRITERS = 3;

  private static final class History implements AutoCloseable {
    final Random random;
    final MutableFixture world;
    final int faulty;
    final List<MutableFile> writers = new ArrayList<>();
    final MutableFile reader;
    final Set<String> attempted = ConcurrentHashMap.newKeySet();
    final Set<String> made = ConcurrentHashMap.newKeySet();
    int tokens;

    History(long seed, int needed, int total, MutableFormat format) throws Exception {
      random = new Random(seed);
      world = new MutableFixture(total, needed, total);
      faulty = Math.max(0, (total - needed) / 2);
      MutableFile file = world.create(format, new byte[0]);
      attempted.add("");
      for (int i = 0; i < WRITERS; i++) {
        writers.add(world.client(world.grid, needed, total).open(file.cap()));
      }
      reader = world.client(world.grid, needed, total).open(file.readCap().orElseThrow());
    }

    void breakSome() {
      for (int i = 0; i < faulty; i++) {
        FaultyServer server = world.grid.server(random.nextInt(world.grid.size()));
        switch (random.nextInt(5)) {
          case 0 -> server.crash();
          case 1 -> server.crashAfter(random.nextInt(6));
          case 2 -> server.refuse(Operation.WRITE_SLOT);
          case 3 -> server.refuse(Operation.READ_SLOT);
          default ->
              server.corrupt(random.nextInt(4), random.nextInt(2000), 1 << random.nextInt(8));
        }
      }
    }

    void step(ExecutorService threads) throws Exception {
      breakSome();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 1 + random.nextInt(WRITERS); i > 0; i--) {
        MutableFile writer = writers.get(random.nextInt(WRITERS));
        String token = "<%d>".formatted(tokens++);
        running.add(threads.submit((Callable<Void>) () -> write(writer, token)));
      }
      running.add(threads.submit((Callable<Void>) this::read));
      for (Future<?> each : running) {
        each.get();
      }
      world.grid.servers().forEach(FaultyServer::recover);
    }

    private Void write(MutableFile writer, String token) throws Exception {
      Random pause = new Random(token.hashCode());
      try {
        writer.modify(
            (old, _) -> {
              String before = new String(old, StandardCharsets.UTF_8);
              String after = before.contains(token) ? before : before + token;
              attempted.add(after);
              return Optional.of(after.getBytes(StandardCharsets.UTF_8));
            },
            (tries, last) -> {
              if (tries > 60) {
                throw last;
              }
              Thread.sleep(Duration.ofMillis(pause.nextInt(5 * tries)));
            });
        made.add(token);
      } catch (UncoordinatedWriteException e) {
        throw new AssertionError("sixty tries were in vain", e);
      } catch (GridException e) {
        // Too few servers: whether the change is made nobody knows.
      }
      return null;
    }

    private Void read() throws IOException, InterruptedException {
      try {
        assertThat(attempted).contains(contents(reader));
      } catch (GridException e) {
        // Perhaps too many servers are away, or the version was replaced meanwhile.
      }
      return null;
    }

    private static String contents(MutableFile file) throws IOException, InterruptedException {
      return new String(file.contents(), StandardCharsets.UTF_8);
    }

    /** What all servers together say: a reader is content with a version that may be older. */
    private String newest() throws IOException, InterruptedException {
      MutableVersion best = reader.map(MapMode.CHECK).best().orElseThrow();
      return new String(best.contents(), StandardCharsets.UTF_8);
    }

    /** With all servers back. */
    void judge() throws Exception {
      String contents = newest();
      assertThat(attempted).contains(contents);
      for (String token : made) {
        assertThat(contents).contains(token);
      }
      if (random.nextInt(3) == 0) {
        writers.getFirst().checkAndRepair(CheckOptions.VERIFY, true);
        String repaired = newest();
        assertThat(attempted).contains(repaired);
        for (String token : made) {
          assertThat(repaired).contains(token);
        }
      }
    }

    @Override
    public void close() {
      world.close();
    }
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 10)
  void aFileSurvivesItsWritersAndServersEveryTime(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 4) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll MutableFormat format)
      throws Exception {
    aFileSurvivesItsWritersAndServers(seed, needed, more, format);
  }

  @Property(tries = 40, seed = "20261129")
  void aFileSurvivesItsWritersAndServers(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 4) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll MutableFormat format)
      throws Exception {
    try (History history = new History(seed, needed, needed + more, format);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int step = 0; step < STEPS; step++) {
        history.step(threads);
        history.judge();
      }
    }
  }
}
