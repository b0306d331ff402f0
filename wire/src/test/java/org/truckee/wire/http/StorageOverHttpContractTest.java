package org.truckee.wire.http;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.storage.WholeShareContract;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.disk.SettableClock;

/** The contract of all storage servers, held by a disk server behind HTTPS. */
class StorageOverHttpContractTest extends WholeShareContract {
  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();
  private DiskStorageServer store;
  private HttpFixture http;

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory.resolve("storage"), HttpFixture.CERTIFICATE.tubId())
                .withClock(clock)
                .withMonotonicClock(clock)
                .withDurable(false));
    http = new HttpFixture(store, ServerLimits.defaults(), clock::nanos);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    store.close();
  }

  @Override
  protected StorageHttpClient server() {
    return http.client;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }
}
