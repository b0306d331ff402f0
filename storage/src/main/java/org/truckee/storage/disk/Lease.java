package org.truckee.storage.disk;

import java.time.Instant;
import org.truckee.storage.LeaseSecrets;

/**
 * A lease as it is offered ({@code spec/04 §6}).
 *
 * @param owner 0 for a lease that came with an allocation, 1 for any other
 * @param secrets in clear
 * @param expiration whole seconds since 1970, as 32 unsigned bits
 */
record Lease(int owner, LeaseSecrets secrets, long expiration) {
  /** How long every lease is granted for, in seconds. */
  static final long DURATION = 31 * 86_400L;

  private static final long LATEST = 0xffff_ffffL;

  /** A lease that begins now. */
  static Lease granted(int owner, LeaseSecrets secrets, Instant now) {
    long expiration = now.getEpochSecond() + DURATION;
    return new Lease(owner, secrets, Math.clamp(expiration, 0, LATEST));
  }
}
