package org.truckee.storage.memory;

import java.time.Duration;
import org.truckee.storage.StorageServer;
import org.truckee.storage.WholeShareContract;
import org.truckee.storage.disk.SettableClock;

/** The contract of all storage servers, held by the one in memory. */
class MemoryStorageServerTest extends WholeShareContract {
  private final SettableClock clock = new SettableClock();
  private final MemoryStorageServer server = new MemoryStorageServer(clock);

  @Override
  protected StorageServer server() {
    return server;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }
}
