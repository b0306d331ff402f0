package org.truckee.wire.http;

import java.security.MessageDigest;
import java.util.HashMap;
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
    requests.put(index, new Stored(hash(secret), new HashMap<>(shares)));
    count += shares.size();
    while (count > MOST_SHARES) {
      forget(requests.pollFirstEntry().getValue());
    }
  }

  private void forget(Stored stored) {
    count -= stored == null ? 0 : stored.shares.size();
  }

  /**
   * What takes the share back, which is forgotten; empty if it was not stored lately, or with
   * another secret.
   */
  synchronized Optional<BucketWriter> take(
      StorageIndex index, ShareNumber share, UploadSecret secret) {
    Stored stored = requests.get(index);
    if (stored == null || !MessageDigest.isEqual(stored.secretHash, hash(secret))) {
      return Optional.empty();
    }
    BucketWriter writer = stored.shares.remove(share);
    count -= writer == null ? 0 : 1;
    if (stored.shares.isEmpty()) {
      requests.remove(index);
    }
    return Optional.ofNullable(writer);
  }

  private static byte[] hash(UploadSecret secret) {
    return Hashes.sha256(secret.bytes());
  }
}
