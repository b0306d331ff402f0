package org.truckee.firstgen.storage;

import java.nio.ByteBuffer;
import org.truckee.firstgen.uri.LeaseSecret;
import org.truckee.firstgen.uri.LeaseSecrets;

/**
 * The promise to keep a share for some time ({@code spec/12 §9.4, §9.5}): 72 bytes on the disk.
 *
 * @param owner a number that is always 0
 * @param secrets that renew and cancel it
 * @param expiry in seconds since 1970
 */
record Lease(int owner, LeaseSecrets secrets, long expiry) {
  static final int LENGTH = 72;

  /** How long a lease lasts, in seconds: 31 days. */
  static final long DURATION = 31L * 24 * 3600;

  static Lease read(ByteBuffer in) {
    int owner = in.getInt();
    byte[] renew = new byte[LeaseSecret.LENGTH];
    in.get(renew);
    byte[] cancel = new byte[LeaseSecret.LENGTH];
    in.get(cancel);
    return new Lease(
        owner,
        new LeaseSecrets(new LeaseSecret(renew), new LeaseSecret(cancel)),
        Integer.toUnsignedLong(in.getInt()));
  }

  void write(ByteBuffer out) {
    out.putInt(owner)
        .put(secrets.renew().bytes())
        .put(secrets.cancel().bytes())
        .putInt((int) expiry);
  }

  /** The same until {@code time}, if that is later. */
  Lease until(long time) {
    return new Lease(owner, secrets, Math.max(expiry, time));
  }
}
