package org.truckee.grid.immutable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.truckee.crypto.Hashes;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.ServerId;
import org.truckee.grid.Servers;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/** Grids for tests, with fixed secrets. */
public final class Grids {
  public static final ClientLeaseSecret LEASE_SECRET = new ClientLeaseSecret(secret("lease"));
  public static final ConvergenceSecret CONVERGENCE = new ConvergenceSecret(secret("convergence"));
  private static final int WORKERS = 2;

  private Grids() {}

  public static Grid of(Servers servers) {
    return builder(servers).build();
  }

  public static GridClient.Builder builder(Servers servers) {
    return GridClient.of(servers)
        .leaseSecret(LEASE_SECRET)
        .convergenceSecret(CONVERGENCE)
        .workers(WORKERS);
  }

  /** What a grid consists of, for tests that do without the door. */
  public static Holder resources(Servers servers) {
    return resources(servers, UploadLimits.DEFAULT, Set.of());
  }

  public static Holder resources(Servers servers, UploadLimits limits, Set<ServerId> preferred) {
    return new Holder(
        new GridResources(
            servers,
            new ServerOrder(preferred),
            new ServerLatencies(),
            LEASE_SECRET,
            CONVERGENCE,
            EncodingParameters.DEFAULT,
            limits,
            new MemoryBudget(limits.memory()),
            DownloadLimits.DEFAULT,
            new MemoryBudget(DownloadLimits.DEFAULT.memory()),
            new MemoryBudget(DownloadLimits.DEFAULT.memory()),
            new MemoryBudget(DownloadLimits.DEFAULT.memory()),
            new BlockBuffers(1 << 20),
            new Random(1),
            System::nanoTime,
            Path.of(System.getProperty("java.io.tmpdir")),
            new Workers(WORKERS)));
  }

  public record Holder(GridResources get) implements AutoCloseable {
    @Override
    public void close() {
      get.workers().close();
    }
  }

  private static byte[] secret(String name) {
    return Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
  }
}
