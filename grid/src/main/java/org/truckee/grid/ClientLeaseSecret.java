package org.truckee.grid;

import java.nio.charset.StandardCharsets;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;

/** The secret of a client from which those of all of its leases follow ({@code spec/01 §1.5}). */
public final class ClientLeaseSecret extends Secret {
  private static final byte[] RENEWAL = ascii("allmydata_client_renewal_secret_v1");
  private static final byte[] CANCEL = ascii("allmydata_client_cancel_secret_v1");

  /** Wraps a copy of {@code bytes}; existing nodes use 32. */
  public ClientLeaseSecret(byte[] bytes) {
    super(bytes);
  }

  /** The secrets for the shares of one file. */
  public FileLeases forFile(StorageIndex index) {
    byte[] renew = Hashes.hasher(bytes(), Hashes.HASH_LENGTH).update(RENEWAL).digest();
    byte[] cancel = Hashes.hasher(bytes(), Hashes.HASH_LENGTH).update(CANCEL).digest();
    byte[] fileRenew = HashTag.FILE_RENEWAL_SECRET.hashPair(renew, index.bytes());
    byte[] fileCancel = HashTag.FILE_CANCEL_SECRET.hashPair(cancel, index.bytes());
    return server ->
        new LeaseSecrets(
            new LeaseSecret(HashTag.BUCKET_RENEWAL_SECRET.hashPair(fileRenew, server.leaseSeed())),
            new LeaseSecret(HashTag.BUCKET_CANCEL_SECRET.hashPair(fileCancel, server.leaseSeed())));
  }

  /** The lease secrets for one file. */
  @FunctionalInterface
  public interface FileLeases {
    /** The secrets that only {@code server} gets to know. */
    LeaseSecrets on(GridServer server);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
