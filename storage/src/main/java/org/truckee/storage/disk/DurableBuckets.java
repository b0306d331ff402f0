package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.crypto.StorageIndex;

/**
 * Makes the names of shares survive power failures, and of the directories that they are in: a
 * bucket, its prefix and the directory of all prefixes. Knows which of them are durable already.
 * Thread-safe.
 */
final class DurableBuckets {
  private final Path shares;
  private final DiskSync sync;

  /** Prefixes whose names, and all that they held when this process began, are durable. */
  private final Set<String> durablePrefixes = ConcurrentHashMap.newKeySet();

  /** Buckets that this process has made and that may not be durable yet. */
  private final ConcurrentHashMap<StorageIndex, Object> newBuckets = new ConcurrentHashMap<>();

  DurableBuckets(Path shares, DiskSync sync) {
    this.shares = shares;
    this.sync = sync;
  }

  private Path bucket(StorageIndex index) {
    return StorageDirectory.bucket(shares, index);
  }

  private static String prefixName(Path bucket) {
    return bucket.getParent().getFileName().toString();
  }

  /** The directory of a bucket is about to be made. */
  void noteNew(StorageIndex index) {
    if (sync.durable()) {
      newBuckets.put(index, new Object());
    }
  }

  /** The prefix of a bucket is about to be made. */
  void noteNewPrefix(StorageIndex index) {
    durablePrefixes.remove(prefixName(bucket(index)));
  }

  /** The directory of a bucket was removed. */
  void noteRemoved(StorageIndex index) {
    newBuckets.remove(index);
  }

  /** Returns when the names of all shares in the bucket survive a power failure. */
  void sync(StorageIndex index) throws IOException {
    Path bucket = bucket(index);
    sync.directory(bucket);
    Object made = newBuckets.get(index);
    if (made != null || !durablePrefixes.contains(prefixName(bucket))) {
      syncParents(index);
      newBuckets.remove(index, made);
    }
  }

  /**
   * Returns when the names of all shares in these buckets survive a power failure, and nothing that
   * was deleted comes back. What the buckets share is synced once.
   */
  void sync(Set<StorageIndex> indexes) throws IOException {
    Map<StorageIndex, Object> made = new HashMap<>();
    Map<Path, StorageIndex> prefixes = new TreeMap<>();
    for (StorageIndex index : indexes) {
      Path bucket = bucket(index);
      Object token = newBuckets.get(index);
      boolean there = syncIfThere(bucket);
      if (token != null) {
        made.put(index, token);
      }
      if (!there || token != null || !durablePrefixes.contains(prefixName(bucket))) {
        prefixes.put(bucket.getParent(), index);
      }
    }
    for (Map.Entry<Path, StorageIndex> prefix : prefixes.entrySet()) {
      if (Files.isDirectory(prefix.getKey())) {
        syncParents(prefix.getValue());
      }
    }
    made.forEach(newBuckets::remove);
  }

  /**
   * Returns when all names in these buckets survive a power failure. Relies on nothing that is
   * known of them: for buckets of a server that has ended.
   */
  void syncAnew(Set<StorageIndex> indexes, DiskSync always) throws IOException {
    Set<Path> prefixes = new TreeSet<>();
    for (StorageIndex index : indexes) {
      Path bucket = bucket(index);
      prefixes.add(bucket.getParent());
      if (Files.isDirectory(bucket)) {
        always.directory(bucket);
      }
    }
    for (Path prefix : prefixes) {
      if (Files.isDirectory(prefix)) {
        always.directory(prefix);
      }
    }
    always.directory(shares);
  }

  /** Makes these buckets durable together with everything else on the file system. */
  void syncWhole(Set<StorageIndex> indexes, WholeSync wholeSync) throws IOException {
    Map<StorageIndex, Object> made = new HashMap<>();
    for (StorageIndex index : indexes) {
      Object token = newBuckets.get(index);
      if (token != null) {
        made.put(index, token);
      }
    }
    wholeSync.sync();
    made.forEach(newBuckets::remove);
  }

  private boolean syncIfThere(Path bucket) throws IOException {
    try {
      sync.directory(bucket);
      return true;
    } catch (IOException e) {
      if (Files.exists(bucket)) {
        throw e;
      }
      return false;
    }
  }

  /** Returns when the bucket's directory survives a power failure, if it is there. */
  void syncParents(StorageIndex index) throws IOException {
    Path prefix = bucket(index).getParent();
    sync.directory(prefix);
    String name = prefix.getFileName().toString();
    // Prefix directories are never removed, so that once is enough.
    if (!durablePrefixes.contains(name)) {
      sync.directory(shares);
      durablePrefixes.add(name);
    }
  }
}
