package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.truckee.storage.NoSpaceException;

/** The leases in a mutable container ({@code spec/04 §4.3, §4.6}). */
final class MutableLeases {
  /** Bytes in one lease. */
  static final int LEASE_SIZE = 92;

  private static final int SLOTS = 4;
  private static final int RENEW_OFFSET = 8;
  private static final int LEASES_AT_ONCE = 1000;

  private final StagedFile file;
  private final MutableContainer container;
  private final long extraPosition;
  private final long extraLeases;

  MutableLeases(StagedFile file) throws IOException {
    this.file = file;
    this.container = MutableContainer.open(file);
    this.extraPosition = container.extraLeasesPosition();
    this.extraLeases = container.extraLeases();
  }

  /**
   * Renews the lease with the same renew secret, or adds the lease if there is none.
   *
   * @param nodeId the 20 bytes of the server that accepts the lease
   * @param availableSpace bytes that a new lease may take when all slots are full
   * @throws NoSpaceException if a new lease does not fit there
   */
  void addOrRenew(Lease lease, byte[] nodeId, long availableSpace) throws IOException {
    Search search = search(container.version().stored(lease.secrets().renew()));
    if (search.match >= 0) {
      long stored = Integer.toUnsignedLong(file.field(search.match + 4, 4).getInt());
      if (lease.expiration() > stored) {
        ByteBuffer expiration = ByteBuffer.allocate(4).putInt((int) lease.expiration());
        file.write(search.match + 4, expiration.flip());
      }
    } else if (search.empty >= 0) {
      file.write(search.empty, record(lease, nodeId));
    } else if (LEASE_SIZE > availableSpace) {
      throw new NoSpaceException(
          "no space for another lease: %d bytes are available".formatted(availableSpace));
    } else {
      file.write(extraPosition, ByteBuffer.allocate(4).putInt((int) (extraLeases + 1)).flip());
      file.write(extraPosition + 4 + extraLeases * LEASE_SIZE, record(lease, nodeId));
    }
  }

  private Search search(byte[] renew) throws IOException {
    Search inSlots = search(new Search(-1, -1), MutableContainer.LEASE_SLOTS_OFFSET, SLOTS, renew);
    Search found = inSlots;
    for (long first = 0; first < extraLeases && found.match < 0; first += LEASES_AT_ONCE) {
      int count = (int) Math.min(LEASES_AT_ONCE, extraLeases - first);
      found = search(found, extraPosition + 4 + first * LEASE_SIZE, count, renew);
    }
    return found;
  }

  private Search search(Search before, long position, int count, byte[] renew) throws IOException {
    ByteBuffer records = file.field(position, count * LEASE_SIZE);
    byte[] candidate = new byte[renew.length];
    long empty = before.empty;
    for (int i = 0; i < count; i++) {
      int at = i * LEASE_SIZE;
      boolean used = records.getInt(at) != 0;
      if (!used && empty < 0) {
        empty = position + at;
      }
      records.get(at + RENEW_OFFSET, candidate);
      if (used && MessageDigest.isEqual(candidate, renew)) {
        return new Search(position + at, empty);
      }
    }
    return new Search(-1, empty);
  }

  private ByteBuffer record(Lease lease, byte[] nodeId) {
    ContainerVersion version = container.version();
    return ByteBuffer.allocate(LEASE_SIZE)
        .putInt(lease.owner())
        .putInt((int) lease.expiration())
        .put(version.stored(lease.secrets().renew()))
        .put(version.stored(lease.secrets().cancel()))
        .put(nodeId)
        .flip();
  }

  /** Where the lease is and where the first empty slot is; −1 for nowhere. */
  private record Search(long match, long empty) {}
}
