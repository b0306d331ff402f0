package org.truckee.grid.immutable;

import java.nio.charset.StandardCharsets;
import org.truckee.crypto.Hashes;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Grid;
import org.truckee.grid.Servers;
import org.truckee.grid.client.GridBuilder;
import org.truckee.grid.client.GridClient;

/** Grids for tests, with fixed secrets. */
public final class Grids {
  public static final ClientLeaseSecret LEASE_SECRET = new ClientLeaseSecret(secret("lease"));
  public static final ConvergenceSecret CONVERGENCE = new ConvergenceSecret(secret("convergence"));
  private static final int WORKERS = 2;

  private Grids() {}

  public static Grid of(Servers servers) {
    return builder(servers).build();
  }

  public static GridBuilder builder(Servers servers) {
    return GridClient.of(servers)
        .leaseSecret(LEASE_SECRET)
        .convergenceSecret(CONVERGENCE)
        .workers(WORKERS);
  }

  private static byte[] secret(String name) {
    return Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
  }
}
