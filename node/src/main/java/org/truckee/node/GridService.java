package org.truckee.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.history.History;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NodeDirectory;

/** The grid that the servers of a node make, with the secrets of its directory. */
final class GridService {
  private GridService() {}

  /**
   * Opens it; it has to be closed.
   *
   * @param servers those that are known, also by then
   * @param helper who uploads for this node now, if anybody does
   * @param history hears of all that the client does
   */
  static GridClient open(
      NodeDirectory directory,
      NodeConfiguration configuration,
      KnownServers servers,
      Supplier<Optional<UploadHelper>> helper,
      History history,
      NodeResources resources)
      throws NodeException {
    Path spool = directory.tempDirectory(configuration.tempDirectory());
    ClientLeaseSecret leaseSecret = directory.secrets().leaseSecret();
    ConvergenceSecret convergenceSecret = directory.secrets().convergenceSecret();
    return GridClient.of(servers)
        .leaseSecret(leaseSecret)
        .convergenceSecret(convergenceSecret)
        .encoding(configuration.encoding())
        .mutableFormat(configuration.mutableFormat())
        .preferredServers(configuration.preferredServers())
        .random(resources.random())
        .memory(resources.memory())
        .clock(resources.clock())
        .blacklist(directory.blacklist())
        .spoolDirectory(spool)
        .helper(helper)
        .history(history)
        .build();
  }
}
