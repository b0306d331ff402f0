package org.truckee.grid.servers;

import java.util.Collection;
import java.util.List;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;

/**
 * The servers of a grid, and which of them to ask first.
 *
 * @param all the servers
 * @param order in which they are considered for a file
 * @param latencies how fast they answer, and who is late
 */
public record RankedServers(Servers all, ServerOrder order, ServerLatencies latencies) {
  /** The servers that can be asked now, in no order. */
  public List<GridServer> connected() {
    return all.connected();
  }

  /** Some of them in their order for a file, whether or not they are late. */
  public List<GridServer> inOrder(Collection<GridServer> servers, StorageIndex index) {
    return order.of(servers, index);
  }

  /** The same servers, those that are late after all others. */
  public List<GridServer> lateLast(Collection<GridServer> servers) {
    return servers.stream().sorted(latencies.lateLast()).toList();
  }
}
