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
    Chain renew = renewal(index);
    Chain cancel = cancellation(index);
    return server -> new LeaseSecrets(renew.on(server.leaseSeed()), cancel.on(server.leaseSeed()));
  }

  /** What leads from this secret to those for renewing the leases of one file. */
  public Chain renewal(StorageIndex index) {
    byte[] client = Hashes.hasher(bytes(), Hashes.HASH_LENGTH).update(RENEWAL).digest();
    byte[] file = HashTag.FILE_RENEWAL_SECRET.hashPair(client, index.bytes());
    return new Chain(new LeaseSecret(client), new LeaseSecret(file), HashTag.BUCKET_RENEWAL_SECRET);
  }

  /** What leads from this secret to those for cancelling the leases of one file. */
  public Chain cancellation(StorageIndex index) {
    byte[] client = Hashes.hasher(bytes(), Hashes.HASH_LENGTH).update(CANCEL).digest();
    byte[] file = HashTag.FILE_CANCEL_SECRET.hashPair(client, index.bytes());
    return new Chain(new LeaseSecret(client), new LeaseSecret(file), HashTag.BUCKET_CANCEL_SECRET);
  }

  /**
   * Secrets that follow from one another; only the last one leaves the client.
   *
   * @param client for all files
   * @param file for one file
   * @param last the tag of the hash that gives the secret for a server
   */
  public record Chain(LeaseSecret client, LeaseSecret file, HashTag last) {
    /** The secret for a server with this seed. */
    public LeaseSecret on(byte[] leaseSeed) {
      return new LeaseSecret(last.hashPair(file.bytes(), leaseSeed));
    }
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
