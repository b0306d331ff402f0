package org.truckee.wire.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ShareNumber;

/**
 * The shares that were last stored whole, and the secrets with which they can be taken back. For
 * how long the store knows; here only the last ones are kept. Thread-safe.
 */
final class StoredShares {
  /** Requests that are remembered; each takes some hundred bytes. */
  private static final int MOST = 4096;

  private final LinkedHashMap<StorageIndex, Stored> requests = new LinkedHashMap<>();

  private record Stored(UploadSecret secret, Map<ShareNumber, BucketWriter> shares) {}

  synchronized void add(
      StorageIndex index, UploadSecret secret, Map<ShareNumber, BucketWriter> shares) {
    if (!shares.isEmpty()) {
      requests.put(index, new Stored(secret, shares));
      if (requests.size() > MOST) {
        requests.pollFirstEntry();
      }
    }
  }

  /** What takes the share back; empty if it was not stored lately, or with another secret. */
  synchronized Optional<BucketWriter> find(
      StorageIndex index, ShareNumber share, UploadSecret secret) {
    return Optional.ofNullable(requests.get(index))
        .filter(stored -> stored.secret.equals(secret))
        .map(stored -> stored.shares.get(share));
  }
}
