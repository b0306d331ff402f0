package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.TubId;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.WriteEnabler;

/**
 * A share file on a disk, to be looked at beside a server that may be running: nothing is locked
 * and nothing is written ({@code spec/04 §3, §4}).
 *
 * @param path the file
 * @param hashed whether secrets of leases are kept as their hashes, as since version 2
 * @param slot what only the container of a mutable share has
 * @param dataOffset where in the file the share data begin
 * @param dataLength how many bytes of share data there are
 * @param leasesOffset where in the file leases stand behind the data
 * @param leases those that are in use
 */
public record ShareContainer(
    Path path,
    boolean hashed,
    Optional<Slot> slot,
    long dataOffset,
    long dataLength,
    long leasesOffset,
    List<StoredLease> leases) {
  /** Where the first lease of a mutable share stands. */
  public static final long FIRST_LEASE = MutableContainer.LEASE_SLOTS_OFFSET;

  private static final int SLOTS = 4;
  private static final int SECRET = 32;
  private static final int OWNER = 4;

  /** More than a share ever has; it would take megabytes to look at them. */
  private static final long MOST_LEASES = 1 << 16;

  public ShareContainer {
    leases = List.copyOf(leases);
  }

  /**
   * What the container of a mutable share says of it.
   *
   * @param writeEnabler who knows it may change the share
   * @param server the server by which the share was made
   * @param extraLeases how many leases stand behind the data
   */
  public record Slot(WriteEnabler writeEnabler, TubId server, long extraLeases) {}

  /**
   * A lease.
   *
   * @param place its number among the places for leases
   * @param owner 0 for one that came with an allocation, 1 for any other
   * @param expiration in seconds since 1970
   * @param renewSecret 32 bytes, the secret or its hash
   * @param cancelSecret the same
   * @param server the server for which the secrets are; known of mutable shares
   */
  public record StoredLease(
      int place,
      long owner,
      long expiration,
      byte[] renewSecret,
      byte[] cancelSecret,
      Optional<TubId> server) {
    /** Reveals no secret. */
    @Override
    public String toString() {
      return "lease %d until %d".formatted(place, expiration);
    }
  }

  /**
   * Looks at a file.
   *
   * @throws CorruptContainerException if it is no share in a container
   */
  public static ShareContainer open(Path path) throws IOException {
    try (ShareFile file = ShareFile.forReadingReplaceable(path)) {
      return of(path, file);
    }
  }

  /** The same of bytes that are read already. */
  static ShareContainer of(Path path, ReadableBytes file) throws IOException {
    Optional<MutableContainer> mutable = MutableContainer.recognise(file);
    return mutable.isPresent()
        ? mutable(path, file, mutable.get())
        : immutable(path, file, ImmutableContainer.open(file));
  }

  private static ShareContainer immutable(
      Path path, ReadableBytes file, ImmutableContainer container) throws IOException {
    int count = limited(container.leaseCount());
    ByteBuffer records =
        file.field(container.leasePosition(0), count * ImmutableContainer.LEASE_SIZE);
    List<StoredLease> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteBuffer record =
          records.slice(i * ImmutableContainer.LEASE_SIZE, ImmutableContainer.LEASE_SIZE);
      long owner = Integer.toUnsignedLong(record.getInt());
      byte[] renew = taken(record, SECRET);
      byte[] cancel = taken(record, SECRET);
      long expiration = Integer.toUnsignedLong(record.getInt());
      leases.add(new StoredLease(i, owner, expiration, renew, cancel, Optional.empty()));
    }
    return new ShareContainer(
        path,
        container.version() == ContainerVersion.V2,
        Optional.empty(),
        ImmutableContainer.DATA_OFFSET,
        container.dataLength(),
        container.leasePosition(0),
        leases);
  }

  private static ShareContainer mutable(Path path, ReadableBytes file, MutableContainer container)
      throws IOException {
    byte[] server = new byte[TubId.LENGTH];
    file.field(MutableContainer.NODE_ID_OFFSET, server.length).get(server);
    byte[] enabler = new byte[WriteEnabler.LENGTH];
    file.field(MutableContainer.WRITE_ENABLER_OFFSET, enabler.length).get(enabler);
    List<StoredLease> leases = new ArrayList<>();
    addUsed(file, MutableContainer.LEASE_SLOTS_OFFSET, SLOTS, 0, leases);
    int extra = limited(container.extraLeases());
    long position = container.extraLeasesPosition();
    addUsed(file, position + OWNER, extra, SLOTS, leases);
    return new ShareContainer(
        path,
        container.version() == ContainerVersion.V2,
        Optional.of(new Slot(new WriteEnabler(enabler), new TubId(server), extra)),
        MutableContainer.DATA_OFFSET,
        container.dataLength(),
        position,
        leases);
  }

  private static void addUsed(
      ReadableBytes file, long position, int count, int firstPlace, List<StoredLease> leases)
      throws IOException {
    ByteBuffer records = file.field(position, count * MutableLeases.LEASE_SIZE);
    for (int i = 0; i < count; i++) {
      ByteBuffer record = records.slice(i * MutableLeases.LEASE_SIZE, MutableLeases.LEASE_SIZE);
      long owner = Integer.toUnsignedLong(record.getInt());
      if (owner != 0) {
        long expiration = Integer.toUnsignedLong(record.getInt());
        byte[] renew = taken(record, SECRET);
        byte[] cancel = taken(record, SECRET);
        TubId server = new TubId(taken(record, TubId.LENGTH));
        leases.add(
            new StoredLease(firstPlace + i, owner, expiration, renew, cancel, Optional.of(server)));
      }
    }
  }

  private static byte[] taken(ByteBuffer record, int length) {
    byte[] bytes = new byte[length];
    record.get(bytes);
    return bytes;
  }

  private static int limited(long count) throws CorruptContainerException {
    if (count > MOST_LEASES) {
      throw new CorruptContainerException(
          "the container names %d leases, more than any share has".formatted(count));
    }
    return (int) count;
  }

  /**
   * Share data, as many bytes of the range as there are.
   *
   * @param offset from the beginning of the share data
   */
  public byte[] data(long offset, int length) throws IOException {
    int there = Math.clamp(dataLength - offset, 0, length);
    try (ShareFile file = ShareFile.forReadingReplaceable(path)) {
      return file.field(dataOffset + offset, there).array();
    }
  }
}
