package org.truckee.node.directory;

import java.util.List;
import org.truckee.grid.ServerId;
import org.truckee.wire.http.Nurl;

/**
 * A storage server that a client knows from {@code private/servers.yaml} ({@code spec/07 §4.1}).
 *
 * @param id its name
 * @param nickname what its operator calls it; may be empty
 * @param permutationSeed base32 text of the bytes that decide its place in the order of servers
 * @param furl its identity for leases and write enablers
 * @param nurls where it speaks HTTPS; at least one
 */
public record StaticServer(
    ServerId id, String nickname, String permutationSeed, Furl furl, List<Nurl> nurls) {
  /** Copies the list. */
  public StaticServer {
    nurls = List.copyOf(nurls);
  }
}
