package org.truckee.grid.immutable.upload;

import java.time.Duration;
import java.util.Random;
import org.truckee.grid.Servers;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/** An uploader of crypttext for tests that do without the door, with threads of its own. */
final class Uploaders implements AutoCloseable {
  private static final UploadLimits LIMITS = UploadLimits.DEFAULT;

  private final Workers workers = new Workers(2);
  private final Background background = new Background();
  private final CrypttextUploader uploader;

  Uploaders(Servers servers) {
    ServerLatencies latencies = new ServerLatencies();
    BlockBuffers buffers = new BlockBuffers(1 << 20);
    MemoryBudget memory = new MemoryBudget(LIMITS.memory());
    this.uploader =
        new CrypttextUploader(
            new RankedServers(servers, ServerOrder.WITHOUT_PREFERENCE, latencies),
            new ServerCapacities(System::nanoTime, Duration.ofMinutes(1)),
            Grids.LEASE_SECRET,
            LIMITS,
            memory,
            new SharePusher(LIMITS, latencies, buffers, workers),
            new FoundShareReader(
                new ShareVerifiers(buffers, workers, memory),
                new CorruptionNotices(background),
                new Random(1)));
  }

  CrypttextUploader get() {
    return uploader;
  }

  Workers workers() {
    return workers;
  }

  @Override
  public void close() {
    background.close();
    workers.close();
  }
}
