package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.upkeep.LeaseRule;

/**
 * Takes leases away that have ended, and with its last lease the share ({@code spec/04 §3.5, §4.6,
 * §14.4}). The caller holds the index alone.
 */
final class LeaseRemoval {
  private static final int SLOTS = 4;

  private final StorageDirectory directory;
  private final Shares shares;
  private final ShareChanges changes;
  private final WriteAheadLog log;

  LeaseRemoval(StorageDirectory directory, Shares shares, ShareChanges changes, WriteAheadLog log) {
    this.directory = directory;
    this.shares = shares;
    this.changes = changes;
    this.log = log;
  }

  /**
   * Does it for all shares of an index that are sound.
   *
   * @return those that were deleted
   */
  Set<ShareNumber> run(StorageIndex index, LeaseRule rule) throws IOException {
    Set<ShareNumber> existing = directory.shareNumbers(index);
    log.makeDurable(index, existing);
    Set<ShareNumber> deleted = new TreeSet<>();
    List<ShareFile> files = new ArrayList<>();
    List<ShareChanges.Change> made = new ArrayList<>();
    try {
      for (ShareNumber share : existing) {
        try {
          ShareFile file = shares.openForChanging(index, share, files);
          LeaseTimes leases = LeaseTimes.read(file);
          long ended =
              leases.expirations().stream()
                  .filter(lease -> rule.hasEnded(leases.kind(), lease))
                  .count();
          if (ended > 0 && ended == leases.expirations().size()) {
            deleted.add(share);
          } else if (ended > 0) {
            made.add(without(share, file, leases.kind(), rule));
          }
        } catch (CorruptContainerException e) {
          shares.warn(index, share, e);
        }
      }
      for (ShareNumber share : deleted) {
        log.delete(index, share);
      }
      // First what frees space: on a full disk the rest may fail.
      List<ShareChanges.Change> deletions = new ArrayList<>();
      deleted.forEach(share -> deletions.add(new ShareChanges.Delete(share)));
      changes.commit(index, deletions);
      changes.commit(index, made);
    } finally {
      for (ShareFile file : files) {
        file.close();
      }
    }
    return deleted;
  }

  private static ShareChanges.Edit without(
      ShareNumber share, ShareFile file, ShareKind kind, LeaseRule rule) throws IOException {
    StagedFile staged = StagedFile.over(file);
    switch (kind) {
      case IMMUTABLE -> pack(staged, rule);
      case MUTABLE -> blank(staged, rule);
    }
    return new ShareChanges.Edit(share, file, staged, kind == ShareKind.MUTABLE);
  }

  /** Leaves the leases that have not ended, one after another, and cuts the file behind them. */
  static void pack(StagedFile file, LeaseRule rule) throws IOException {
    ImmutableContainer container = ImmutableContainer.open(file);
    int size = ImmutableContainer.LEASE_SIZE;
    int count = Math.toIntExact(container.leaseCount());
    ByteBuffer records = file.field(container.leasePosition(0), count * size);
    ByteBuffer kept = ByteBuffer.allocate(count * size);
    for (int at = 0; at < records.limit(); at += size) {
      long expiration =
          Integer.toUnsignedLong(records.getInt(at + ImmutableContainer.EXPIRATION_OFFSET));
      if (!rule.hasEnded(ShareKind.IMMUTABLE, expiration)) {
        kept.put(records.slice(at, size));
      }
    }
    int left = kept.position() / size;
    file.write(ImmutableContainer.COUNT_OFFSET, ByteBuffer.allocate(4).putInt(left).flip());
    file.write(container.leasePosition(0), kept.flip());
    file.truncateTo(container.leasePosition(left));
  }

  /** Overwrites the leases that have ended with blank ones. */
  static void blank(StagedFile file, LeaseRule rule) throws IOException {
    MutableContainer container = MutableContainer.open(file);
    long extraPosition = container.extraLeasesPosition() + 4;
    int extra = Math.toIntExact(container.extraLeases());
    ByteBuffer blank = blank(container.version());
    blank(file, MutableContainer.LEASE_SLOTS_OFFSET, SLOTS, blank, rule);
    blank(file, extraPosition, extra, blank, rule);
  }

  private static void blank(
      StagedFile file, long position, int count, ByteBuffer blank, LeaseRule rule)
      throws IOException {
    ByteBuffer records = file.field(position, count * MutableLeases.LEASE_SIZE);
    for (int at = 0; at < records.limit(); at += MutableLeases.LEASE_SIZE) {
      long expiration = Integer.toUnsignedLong(records.getInt(at + 4));
      if (records.getInt(at) != 0 && rule.hasEnded(ShareKind.MUTABLE, expiration)) {
        file.write(position + at, blank.duplicate());
      }
    }
  }

  /** A lease without owner, as the reference writes it. */
  private static ByteBuffer blank(ContainerVersion version) {
    byte[] nothing = version.stored(new LeaseSecret(new byte[LeaseSecret.LENGTH]));
    return ByteBuffer.allocate(MutableLeases.LEASE_SIZE)
        .putLong(0)
        .put(nothing)
        .put(nothing)
        .rewind();
  }
}
