package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.upkeep.Bucket;
import org.truckee.storage.upkeep.FoundContainer;
import org.truckee.storage.upkeep.ShareTree;

/**
 * The shares below a storage directory, to be looked at without a server, or beside one that runs:
 * nothing is locked and nothing is written.
 */
public final class SharesOnDisk implements ShareTree {
  private static final long USUAL_BLOCK = 4096;

  private final Path shares;
  private final long block;

  private SharesOnDisk(Path shares, long block) {
    this.shares = shares;
    this.block = block;
  }

  /**
   * Those of a storage directory.
   *
   * @throws IOException if there are none
   */
  public static SharesOnDisk of(Path storageDirectory) throws IOException {
    return below(storageDirectory.resolve("shares"));
  }

  /** Those below the directory of all prefixes. */
  static SharesOnDisk below(Path shares) throws IOException {
    return new SharesOnDisk(shares, blockSize(Files.getFileStore(shares)));
  }

  private static long blockSize(FileStore store) throws IOException {
    try {
      return Math.max(1, store.getBlockSize());
    } catch (UnsupportedOperationException e) {
      return USUAL_BLOCK;
    }
  }

  @Override
  public List<String> buckets(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(shares.resolve(prefix))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(shares)) {
        throw e;
      }
    }
    Collections.sort(names);
    return names;
  }

  /** A share that is changed meanwhile may look damaged once. */
  @Override
  public Bucket bucket(String name) throws IOException {
    Bucket found = read(name);
    boolean doubtful =
        found.shares().stream().anyMatch(share -> share instanceof FoundContainer.Damaged);
    return doubtful ? read(name) : found;
  }

  /** What is in a bucket at this moment. */
  Bucket read(String name) throws IOException {
    List<FoundContainer> found = new ArrayList<>();
    if (isIndex(name)) {
      Path bucket = StorageDirectory.bucket(shares, StorageIndex.parse(name));
      for (ShareNumber share : StorageDirectory.shareNumbers(bucket)) {
        try {
          found.add(container(bucket.resolve(share.toString()), share));
        } catch (NoSuchFileException e) {
          // It was deleted meanwhile.
        }
      }
    }
    return new Bucket(found, block);
  }

  static boolean isIndex(String name) {
    try {
      return name.length() > 2 && StorageIndex.parse(name).toString().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private FoundContainer container(Path path, ShareNumber share) throws IOException {
    try (ShareFile file = ShareFile.forReading(path)) {
      LeaseTimes leases = LeaseTimes.read(file);
      long size = file.length();
      return new FoundContainer.Sound(
          share, leases.kind(), size, (size + block - 1) / block * block, leases.expirations());
    } catch (CorruptContainerException e) {
      return new FoundContainer.Damaged(share, e.getMessage());
    }
  }
}
