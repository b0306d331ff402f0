package org.truckee.storage.upkeep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.truckee.crypto.TubId;
import org.truckee.storage.StorageException;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.disk.SettableClock;

/** A storage server whose crawlers work when a test says so. */
final class TestedUpkeep implements AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);

  final SettableClock clock;
  final DiskStorageServer server;
  final StorageUpkeep upkeep;
  private final Path directory;

  TestedUpkeep(Path directory, Expiration expiration, SettableClock clock) throws StorageException {
    this(directory, expiration, clock, new Pace(HOUR, HOUR, 0.1, HOUR), clock::nanos);
  }

  /** One that does a single bucket or prefix in a slice. */
  static TestedUpkeep stepByStep(Path directory, Expiration expiration, SettableClock clock)
      throws StorageException {
    Pace pace = new Pace(Duration.ZERO, Duration.ofNanos(1), 1, Duration.ZERO);
    return new TestedUpkeep(directory, expiration, clock, pace, new AtomicLong()::incrementAndGet);
  }

  private TestedUpkeep(
      Path directory, Expiration expiration, SettableClock clock, Pace pace, LongSupplier nanos)
      throws StorageException {
    this.directory = directory;
    this.clock = clock;
    this.server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20]))
                .withClock(clock)
                .withMonotonicClock(clock));
    this.upkeep =
        new StorageUpkeep(
            server.shares(),
            UpkeepOptions.of(directory, expiration).withPace(pace, pace).withClocks(clock, nanos));
  }

  /** Looks at all leases. */
  void checkLeases() throws InterruptedException {
    upkeep.checking().slice();
  }

  /** What is in the history, by cycle. */
  Members history() {
    return new Members(file("lease_checker.history.json"));
  }

  /** What the last walk counted. */
  Members recovered() {
    Members history = history();
    String last = history.all().keySet().stream().reduce((a, b) -> b).orElseThrow();
    return history.members(last).members("space-recovered");
  }

  Map<String, Object> file(String name) {
    return new StateFile(directory.resolve(name)).read().orElseThrow();
  }

  @Override
  public void close() throws StorageException {
    server.close();
  }
}
