package org.truckee.storage.disk;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/**
 * What clients ask of complete shares and slots without changing them ({@code spec/04 §7, §10}).
 */
final class ReadCalls {
  private final StorageDirectory directory;
  private final IndexLocks locks;
  private final Shares shares;
  private final MutableSlots slots;
  private final ShareExcerpts excerpts;
  private final StatisticsRecorder statistics;
  private final DiskCalls calls;

  ReadCalls(
      StorageDirectory directory,
      IndexLocks locks,
      Shares shares,
      MutableSlots slots,
      StatisticsRecorder statistics,
      DiskCalls calls) {
    this.directory = directory;
    this.locks = locks;
    this.shares = shares;
    this.slots = slots;
    this.excerpts = new ShareExcerpts(directory, shares, statistics);
    this.statistics = statistics;
    this.calls = calls;
  }

  Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    return calls.callBriefly(
        "list the shares of " + index.abbreviated(),
        () -> {
          try (Timing _ = statistics.start(Operation.GET);
              IndexLocks.Held _ = locks.shared(index)) {
            Map<ShareNumber, BucketReader> readers = new HashMap<>();
            for (ShareNumber share : shares.readable(ShareKind.IMMUTABLE, index)) {
              readers.put(share, (offset, target) -> read(index, share, offset, target));
            }
            return readers;
          }
        });
  }

  private int read(StorageIndex index, ShareNumber share, long offset, ByteBuffer target)
      throws StorageException {
    return calls.callUninterruptibly(
        "read share " + share + " of " + index.abbreviated(),
        () -> readNow(index, share, offset, target));
  }

  private int readNow(StorageIndex index, ShareNumber share, long offset, ByteBuffer target)
      throws StorageException {
    try (OpenShare open =
        openShare(ShareKind.IMMUTABLE, index, share)
            .orElseThrow(
                () ->
                    new StorageException(
                        "share %s of %s is gone".formatted(share, index.abbreviated())))) {
      return open.read(offset, target);
    }
  }

  Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> wanted, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    return calls.callBriefly(
        "read shares of " + index.abbreviated(),
        () -> {
          try (Timing _ = statistics.start(Operation.READV);
              IndexLocks.Held _ = locks.shared(index)) {
            return slots.read(index, wanted, ranges);
          }
        });
  }

  Map<ShareNumber, List<byte[]>> excerpts(
      ShareKind kind, StorageIndex index, ExcerptRanges wanted, int most)
      throws StorageException, InterruptedException {
    return calls.callBriefly(
        "read shares of " + index.abbreviated(),
        () -> {
          try (IndexLocks.Held _ = locks.shared(index)) {
            return excerpts.read(kind, index, wanted, most);
          }
        });
  }

  boolean hasShares(StorageIndex index) throws StorageException {
    return calls.callUninterruptibly(
        "look for shares of " + index.abbreviated(),
        () -> {
          try (IndexLocks.Held _ = locks.sharedUninterruptibly(index)) {
            return shares.hasAny(index);
          }
        });
  }

  Set<ShareNumber> listShares(ShareKind kind, StorageIndex index) throws StorageException {
    return calls.callUninterruptibly(
        "list the shares of " + index.abbreviated(),
        () -> {
          try (IndexLocks.Held _ = locks.sharedUninterruptibly(index)) {
            return switch (kind) {
              case IMMUTABLE -> shares.readable(kind, index);
              case MUTABLE -> directory.shareNumbers(index);
            };
          }
        });
  }

  Optional<OpenShare> openShare(ShareKind kind, StorageIndex index, ShareNumber share)
      throws StorageException {
    return calls.callUninterruptibly(
        "open share " + share + " of " + index.abbreviated(),
        () -> {
          try (IndexLocks.Held _ = locks.sharedUninterruptibly(index)) {
            return shares.open(kind, index, share);
          }
        });
  }
}
