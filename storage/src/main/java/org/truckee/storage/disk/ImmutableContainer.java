package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.NoSpaceException;

/**
 * The container of an immutable share: header, data, leases ({@code spec/04 §3}).
 *
 * @param version how its lease secrets are kept
 * @param dataLength bytes of share data, which begin at {@link #DATA_OFFSET}
 * @param leaseCount how many leases follow the data
 */
record ImmutableContainer(ContainerVersion version, long dataLength, long leaseCount) {
  /** Where the share data begin. */
  static final int DATA_OFFSET = 12;

  /** Bytes in one lease. */
  static final int LEASE_SIZE = 72;

  /** Where the number of leases is. */
  static final int COUNT_OFFSET = 8;

  /** Where in a lease the time is until which it was granted. */
  static final int EXPIRATION_OFFSET = 68;

  private static final int SECRET_SIZE = 32;
  private static final long MOST_LEASES = 0xffff_ffffL;
  private static final int LEASES_AT_ONCE = 1000;

  /**
   * Reads the header.
   *
   * @throws CorruptContainerException if this is no such container
   */
  static ImmutableContainer open(ReadableBytes file) throws IOException {
    ByteBuffer header = file.field(0, DATA_OFFSET);
    ContainerVersion version =
        switch (header.getInt(0)) {
          case 1 -> ContainerVersion.V1;
          case 2 -> ContainerVersion.V2;
          default ->
              throw new CorruptContainerException(
                  "no immutable container has the version %d"
                      .formatted(Integer.toUnsignedLong(header.getInt(0))));
        };
    long leases = Integer.toUnsignedLong(header.getInt(COUNT_OFFSET));
    long dataLength = file.length() - DATA_OFFSET - leases * LEASE_SIZE;
    if (dataLength < 0) {
      throw new CorruptContainerException(
          "the container ends %d bytes before its %d leases do".formatted(-dataLength, leases));
    }
    return new ImmutableContainer(version, dataLength, leases);
  }

  /** The header of a new container for {@code dataLength} bytes and one lease. */
  static ByteBuffer newHeader(long dataLength) {
    ByteBuffer header = ByteBuffer.allocate(DATA_OFFSET);
    return header.putInt(2).putInt((int) Math.min(dataLength, 0xffff_ffffL)).putInt(1).flip();
  }

  /** The lease that follows the data of a new container. */
  static byte[] newLease(Lease lease) {
    return record(ContainerVersion.V2, lease).array();
  }

  /** A new container with all that is in it. */
  static ByteBuffer whole(ByteBuffer data, byte[] lease) {
    int size = data.remaining();
    return ByteBuffer.allocate(DATA_OFFSET + size + lease.length)
        .put(newHeader(size))
        .put(data.duplicate())
        .put(lease)
        .flip();
  }

  /**
   * Whether {@code file} is what became of the new container {@code whole}: the data are the same,
   * and the lease is there, maybe renewed. Other leases may have come since.
   */
  static boolean isGrownFrom(ByteBuffer whole, ReadableBytes file) throws IOException {
    int renewed = whole.remaining() - LEASE_SIZE + EXPIRATION_OFFSET;
    ByteBuffer found = ByteBuffer.allocate(whole.remaining());
    if (file.read(0, found) < whole.remaining()) {
      return false;
    }
    found.flip();
    boolean sameHeader = found.slice(0, COUNT_OFFSET).equals(whole.slice(0, COUNT_OFFSET));
    int rest = renewed - DATA_OFFSET;
    boolean sameRest = found.slice(DATA_OFFSET, rest).equals(whole.slice(DATA_OFFSET, rest));
    boolean notShortened =
        Integer.compareUnsigned(found.getInt(renewed), whole.getInt(renewed)) >= 0;
    long leases = Integer.toUnsignedLong(found.getInt(COUNT_OFFSET));
    long length = whole.remaining() + (leases - 1) * LEASE_SIZE;
    return sameHeader && sameRest && notShortened && file.length() == length;
  }

  /**
   * Renews the lease with the same renew secret, or adds the lease if there is none.
   *
   * @param availableSpace bytes that a new lease may take
   * @throws NoSpaceException if a new lease does not fit there
   */
  void addOrRenew(StagedFile file, Lease lease, long availableSpace) throws IOException {
    long position = find(file, lease);
    if (position >= 0) {
      long stored = Integer.toUnsignedLong(file.field(position + EXPIRATION_OFFSET, 4).getInt());
      if (lease.expiration() > stored) {
        ByteBuffer expiration = ByteBuffer.allocate(4).putInt((int) lease.expiration());
        file.write(position + EXPIRATION_OFFSET, expiration.flip());
      }
      return;
    }
    if (LEASE_SIZE > availableSpace) {
      throw new NoSpaceException(
          "no space for another lease: %d bytes are available".formatted(availableSpace));
    }
    if (leaseCount == MOST_LEASES) {
      throw new NoSpaceException("the share has as many leases as a container can count");
    }
    file.write(file.length(), record(version, lease));
    file.write(COUNT_OFFSET, ByteBuffer.allocate(4).putInt((int) (leaseCount + 1)).flip());
  }

  private long find(ReadableBytes file, Lease lease) throws IOException {
    byte[] renew = version.stored(lease.secrets().renew());
    byte[] candidate = new byte[SECRET_SIZE];
    for (long first = 0; first < leaseCount; first += LEASES_AT_ONCE) {
      int count = (int) Math.min(LEASES_AT_ONCE, leaseCount - first);
      long start = leasePosition(first);
      ByteBuffer records = file.field(start, count * LEASE_SIZE);
      for (int i = 0; i < count; i++) {
        records.get(i * LEASE_SIZE + 4, candidate);
        if (MessageDigest.isEqual(candidate, renew)) {
          return start + (long) i * LEASE_SIZE;
        }
      }
    }
    return -1;
  }

  /** Where in the file a lease is. */
  long leasePosition(long lease) {
    return DATA_OFFSET + dataLength + lease * LEASE_SIZE;
  }

  private static ByteBuffer record(ContainerVersion version, Lease lease) {
    return ByteBuffer.allocate(LEASE_SIZE)
        .putInt(lease.owner())
        .put(version.stored(lease.secrets().renew()))
        .put(version.stored(lease.secrets().cancel()))
        .putInt((int) lease.expiration())
        .flip();
  }
}
