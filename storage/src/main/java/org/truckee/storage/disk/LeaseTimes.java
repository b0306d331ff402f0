package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.ShareKind;

/**
 * Until when the leases of a share were granted.
 *
 * @param kind of the share
 * @param expirations in seconds since 1970
 */
record LeaseTimes(ShareKind kind, List<Long> expirations) {
  /** More than a share ever has; it would take megabytes to look at them. */
  private static final long MOST = 1 << 16;

  private static final int SLOTS = 4;

  /**
   * Reads them, with as few reads as it takes.
   *
   * @throws CorruptContainerException if this is no container, or one that makes no sense
   */
  static LeaseTimes read(ReadableBytes share) throws IOException {
    ReadableBytes file = new KnownStart(share);
    var mutable = MutableContainer.recognise(file);
    return mutable.isPresent() ? mutable(file, mutable.get()) : immutable(file);
  }

  private static LeaseTimes immutable(ReadableBytes file) throws IOException {
    ImmutableContainer container = ImmutableContainer.open(file);
    int count = limited(container.leaseCount());
    ByteBuffer records =
        file.field(container.leasePosition(0), count * ImmutableContainer.LEASE_SIZE);
    List<Long> times = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = i * ImmutableContainer.LEASE_SIZE + ImmutableContainer.EXPIRATION_OFFSET;
      times.add(Integer.toUnsignedLong(records.getInt(at)));
    }
    return new LeaseTimes(ShareKind.IMMUTABLE, times);
  }

  private static LeaseTimes mutable(ReadableBytes file, MutableContainer container)
      throws IOException {
    List<Long> times = new ArrayList<>();
    addUsed(
        file.field(MutableContainer.LEASE_SLOTS_OFFSET, SLOTS * MutableLeases.LEASE_SIZE), times);
    int extra = limited(container.extraLeases());
    if (extra > 0) {
      long position = container.extraLeasesPosition() + 4;
      addUsed(file.field(position, extra * MutableLeases.LEASE_SIZE), times);
    }
    return new LeaseTimes(ShareKind.MUTABLE, times);
  }

  private static void addUsed(ByteBuffer records, List<Long> times) {
    for (int at = 0; at < records.limit(); at += MutableLeases.LEASE_SIZE) {
      if (records.getInt(at) != 0) {
        times.add(Integer.toUnsignedLong(records.getInt(at + 4)));
      }
    }
  }

  private static int limited(long count) throws CorruptContainerException {
    if (count > MOST) {
      throw new CorruptContainerException(
          "the container names %d leases, more than any share has".formatted(count));
    }
    return (int) count;
  }
}
