package org.truckee.grid.servers;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;

/**
 * The order in which servers are considered for a file: preferred ones first, then each as its seed
 * and the storage index decide ({@code spec/01 §7.1}).
 *
 * @param preferred the servers that come first
 */
public record ServerOrder(Set<ServerId> preferred) {
  /** An order without preferred servers. */
  public static final ServerOrder WITHOUT_PREFERENCE = new ServerOrder(Set.of());

  /** Copies the set. */
  public ServerOrder {
    preferred = Set.copyOf(preferred);
  }

  /** All of {@code servers} in their order for {@code index}. */
  public List<GridServer> of(Collection<GridServer> servers, StorageIndex index) {
    byte[] seed = index.bytes();
    return servers.stream()
        .map(
            server ->
                new Place(
                    server,
                    !preferred.contains(server.id()),
                    Hashes.permuteServer(seed, server.permutationSeed())))
        .sorted(Place.ORDER)
        .map(Place::server)
        .toList();
  }

  private record Place(GridServer server, boolean unpreferred, byte[] digest) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::unpreferred)
            .thenComparing(Place::digest, Arrays::compareUnsigned);
  }
}
