package org.truckee.storage.disk;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.TubId;
import org.truckee.storage.StorageServer;
import org.truckee.storage.WholeShareContract;

/** The disk server does what every server does. */
class DiskStorageServerTest extends WholeShareContract {
  private final SettableClock clock = new SettableClock();
  @TempDir Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20]))
                .withClock(clock)
                .withMonotonicClock(clock));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Override
  protected StorageServer server() {
    return server;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }
}
