package org.truckee.wire.gridmanager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.Ed25519PublicKey;

/**
 * The grid managers that a client heeds ({@code spec/07 §13.4}).
 *
 * @param keys their public keys by name; if there are none, every server is permitted
 */
public record GridManagers(Map<String, Ed25519PublicKey> keys) {
  /** Nobody: every server is permitted. */
  public static final GridManagers NONE = new GridManagers(Map.of());

  private static final Logger LOG = LoggerFactory.getLogger(GridManagers.class);
  private static final String PUBLIC = "pub-";

  /** Copies the map. */
  public GridManagers {
    keys = Map.copyOf(keys);
  }

  /**
   * Whether a server may be given shares, as long as what it announces does not change.
   *
   * @param id the name of the server, which follows from its key
   * @param announced the certificates that it announces
   */
  public Permission permission(String id, List<SignedCertificate> announced) {
    List<ServerCertificate> kept = new ArrayList<>();
    for (SignedCertificate certificate : announced) {
      keys.forEach(
          (name, key) -> {
            Optional<ServerCertificate> verified = certificate.verified(key);
            verified.ifPresent(kept::add);
            if (verified.isEmpty()) {
              LOG.debug("a certificate of server {} is not signed by grid manager {}", id, name);
            }
          });
    }
    return new Permission(PUBLIC + id, keys.isEmpty(), List.copyOf(kept));
  }

  /**
   * What is known of the right of a server to be given shares.
   *
   * @param key the public key of the server
   * @param always whether nobody decides about that
   * @param certificates those that grid managers have signed
   */
  public record Permission(String key, boolean always, List<ServerCertificate> certificates) {
    /** Whether it has the right at this moment. */
    public boolean holds(Instant now) {
      return always || certificates.stream().anyMatch(certificate -> certificate.permits(key, now));
    }
  }
}
