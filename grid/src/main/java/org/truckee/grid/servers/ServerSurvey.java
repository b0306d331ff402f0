package org.truckee.grid.servers;

import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareNumber;

/**
 * What a server says when it is first asked about a file.
 *
 * @param shares the shares of the file that it has
 * @param capacity bytes of the largest share that it would take
 */
public record ServerSurvey(Set<ShareNumber> shares, long capacity) {
  /** Asks a server for both at the same time; for its capacity only if it is not known. */
  public static ServerSurvey ask(
      GridServer server, StorageIndex index, ServerCapacities capacities, long wanted)
      throws Exception {
    Long known = capacities.of(server, wanted).orElse(null);
    if (known != null) {
      return new ServerSurvey(server.storage().getBuckets(index).keySet(), known);
    }
    try (TaskScope<String, ServerVersion> scope = new TaskScope<>("version of " + server)) {
      scope.fork("version", server.storage()::version);
      Set<ShareNumber> shares = server.storage().getBuckets(index).keySet();
      long capacity = scope.next().value().maximumImmutableShareSize();
      capacities.learn(server, capacity);
      return new ServerSurvey(shares, capacity);
    }
  }
}
