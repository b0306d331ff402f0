package org.truckee.firstgen.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.uri.LeaseSecret;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.OldStorageIndex;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Reference;

/**
 * A storage server as others see it ({@code spec/12 §9}). Shares that are on their way are thrown
 * away when the client is gone; the programs of 2007 kept their places taken until they were
 * started again.
 */
@Concurrent
public final class ServedShares implements OldRemote.StorageServer {
  private static final Logger LOG = LoggerFactory.getLogger(ServedShares.class);

  private final DiskShares shares;

  /** A server of these shares. */
  public ServedShares(DiskShares shares) {
    this.shares = shares;
  }

  /** What a call does with the disk. */
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T told(Work<T> work) throws ReportedException {
    try {
      return work.run();
    } catch (NoSuchLeaseException e) {
      throw switch (e.why()) {
        case NO_SHARES -> OldFailures.osError(e.getMessage());
        default -> OldFailures.indexError(e.getMessage());
      };
    } catch (IllegalArgumentException e) {
      throw OldFailures.assertionError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.warn("a share cannot be read or written", e);
      throw OldFailures.ioError("the storage server cannot do that now");
    }
  }

  @Override
  public OldRemote.Granted allocateBuckets(
      byte[] storageIndex,
      byte[] renewSecret,
      byte[] cancelSecret,
      Set<Integer> sharenums,
      int allocatedSize,
      Reference canary)
      throws ReportedException {
    DiskShares.Allocation allocation =
        told(
            () ->
                shares.allocate(
                    new OldStorageIndex(storageIndex),
                    new LeaseSecrets(new LeaseSecret(renewSecret), new LeaseSecret(cancelSecret)),
                    sharenums,
                    allocatedSize));
    Map<Integer, OldRemote.BucketWriter> writers = new TreeMap<>();
    allocation.writers().forEach((number, share) -> writers.put(number, new ServedWriter(share)));
    if (canary instanceof RemoteReference remote) {
      watch(remote, new ArrayList<>(allocation.writers().values()));
    }
    return new OldRemote.Granted(allocation.alreadyGot(), writers);
  }

  /** Whoever has none of them on the way any more need not be watched. */
  private static void watch(RemoteReference canary, List<IncomingShare> incoming) {
    if (incoming.isEmpty()) {
      canary.release();
      return;
    }
    RemoteReference.Registration registration =
        canary.onLost(() -> incoming.forEach(ServedShares::abandon));
    AtomicInteger open = new AtomicInteger(incoming.size());
    for (IncomingShare share : incoming) {
      share.whenEnded(
          () -> {
            if (open.decrementAndGet() == 0) {
              registration.cancel();
              canary.release();
            }
          });
    }
  }

  private static void abandon(IncomingShare share) {
    try {
      share.abandon();
    } catch (IOException e) {
      LOG.warn("a share whose client is gone cannot be deleted", e);
    }
  }

  @Override
  public void renewLease(byte[] storageIndex, byte[] renewSecret) throws ReportedException {
    told(
        () -> {
          shares.renew(new OldStorageIndex(storageIndex), new LeaseSecret(renewSecret));
          return this;
        });
  }

  @Override
  public void cancelLease(byte[] storageIndex, byte[] cancelSecret) throws ReportedException {
    told(
        () -> {
          shares.cancel(new OldStorageIndex(storageIndex), new LeaseSecret(cancelSecret));
          return this;
        });
  }

  @Override
  public Map<Integer, OldRemote.BucketReader> getBuckets(byte[] storageIndex)
      throws ReportedException {
    Map<Integer, ShareFile> found = told(() -> shares.shares(new OldStorageIndex(storageIndex)));
    Map<Integer, OldRemote.BucketReader> readers = new TreeMap<>();
    found.forEach((number, file) -> readers.put(number, new ServedReader(file)));
    return readers;
  }
}
