package org.truckee.wire.http;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ShareNumber;

/**
 * The shares that were last stored whole, and the secrets with which they can be taken back. For
 * how long the store knows; here only the last ones are kept. Thread-safe.
 */
final class StoredShares {
  /** Each takes some hundred bytes. */
  private static final int MOST_SHARES = 8192;

  private final LinkedHashMap<StorageIndex, Stored> requests = new LinkedHashMap<>();
  private int count;

  /** A hash of the secret, since that may be long. */
  private record Stored(byte[] secretHash, Map<ShareNumber, BucketWriter> shares) {}

  synchronized void add(
      StorageIndex index, UploadSecret secret, Map<ShareNumber, BucketWriter> shares) {
    if (shares.isEmpty()) {
      return;
    }
    forget(requests.remove(index));
    requests.put(index, new Stored(hash(secret), shares));
    count += shares.size();
    while (count > MOST_SHARES) {
      forget(requests.pollFirstEntry().getValue());
    }
  }

  private void forget(Stored stored) {
    count -= stored == null ? 0 : stored.shares.size();
  }

  /** What takes the share back; empty if it was not stored lately, or with another secret. */
  synchronized Optional<BucketWriter> find(
      StorageIndex index, ShareNumber share, UploadSecret secret) {
    return Optional.ofNullable(requests.get(index))
        .filter(stored -> MessageDigest.isEqual(stored.secretHash, hash(secret)))
        .map(stored -> stored.shares.get(share));
  }

  private static byte[] hash(UploadSecret secret) {
    return Hashes.sha256(secret.bytes());
  }
}
