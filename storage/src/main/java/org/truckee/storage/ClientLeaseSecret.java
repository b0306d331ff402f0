package org.truckee.storage;

import java.nio.charset.StandardCharsets;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;

/**
 * The secret of a node, from which it makes the secrets of all its leases, so that it can renew
 * them later ({@code spec/01 §1.5}).
 */
public final class ClientLeaseSecret extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private static final String RENEWAL = "allmydata_client_renewal_secret_v1";
  private static final String CANCEL = "allmydata_client_cancel_secret_v1";

  private final byte[] renewal;
  private final byte[] cancel;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public ClientLeaseSecret(byte[] bytes) {
    super(bytes, LENGTH);
    // The secret is the tag here, and the constant is the value.
    this.renewal = derive(bytes, RENEWAL);
    this.cancel = derive(bytes, CANCEL);
  }

  private static byte[] derive(byte[] secret, String purpose) {
    return Hashes.hasher(secret, Hashes.HASH_LENGTH)
        .update(purpose.getBytes(StandardCharsets.US_ASCII))
        .digest();
  }

  /** The secrets of this node's lease on the shares of one file on one server. */
  public LeaseSecrets secretsFor(StorageIndex index, TubId server) {
    byte[] fileRenewal = HashTag.FILE_RENEWAL_SECRET.hashPair(renewal, index.bytes());
    byte[] fileCancel = HashTag.FILE_CANCEL_SECRET.hashPair(cancel, index.bytes());
    byte[] seed = server.bytes();
    return new LeaseSecrets(
        new LeaseSecret(HashTag.BUCKET_RENEWAL_SECRET.hashPair(fileRenewal, seed)),
        new LeaseSecret(HashTag.BUCKET_CANCEL_SECRET.hashPair(fileCancel, seed)));
  }
}
