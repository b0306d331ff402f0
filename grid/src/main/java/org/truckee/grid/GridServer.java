package org.truckee.grid;

import org.truckee.storage.StorageServer;
import org.truckee.storage.StorageShortcuts;

/**
 * A storage server as a member of a grid.
 *
 * @param id its name, unique in the grid
 * @param nickname what its operator calls it; may be empty
 * @param permutationSeed decides its place in the order of servers for a file ({@code spec/01
 *     §7.1})
 * @param leaseSeed the 20 bytes of its tub id, from which its lease secrets are derived ({@code
 *     spec/01 §1.5})
 * @param storage the server itself
 * @param uploadPermitted whether new shares may be placed on it
 */
public record GridServer(
    ServerId id,
    String nickname,
    byte[] permutationSeed,
    byte[] leaseSeed,
    StorageServer storage,
    boolean uploadPermitted) {
  /**
   * Checks the seed.
   *
   * @throws IllegalArgumentException if the lease seed has not 20 bytes
   */
  public GridServer {
    if (leaseSeed.length != 20) {
      throw new IllegalArgumentException("a tub id has 20 bytes, not " + leaseSeed.length);
    }
  }

  /** Whether small shares may be sent to it with the question. */
  public boolean storesWhole() {
    return storage.shortcuts().map(StorageShortcuts::storesWhole).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridServer server && server.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.shortName();
  }
}
