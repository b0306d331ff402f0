package org.truckee.storage.disk;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.Refusal;
import org.truckee.storage.StorageStatistics;

/** How much of the disk a server offers. If that cannot be told, none is offered. */
final class DiskCapacity {
  private static final Logger log = LoggerFactory.getLogger(DiskCapacity.class);

  private final DiskSpace space;
  private final long reserved;
  private final boolean readOnly;

  DiskCapacity(DiskSpace space, long reserved, boolean readOnly) {
    this.space = space;
    this.reserved = reserved;
    this.readOnly = readOnly;
  }

  /**
   * What may be taken now.
   *
   * @param bytes how much
   * @param refusal why no more can be had
   */
  record Offer(long bytes, Refusal refusal) {}

  /** The bytes that may be taken, and why not more. */
  Offer offer() {
    return new Offer(available(), readOnly ? Refusal.READ_ONLY : Refusal.NO_ROOM);
  }

  /** The bytes that may be taken. */
  long available() {
    try {
      return offered(space.free());
    } catch (IOException e) {
      return unknown(e, 0L);
    }
  }

  /** The figures of the disk; empty if they cannot be told. */
  Optional<StorageStatistics.Disk> disk() {
    try {
      DiskSpace.Figures now = space.figures();
      return Optional.of(
          new StorageStatistics.Disk(
              now.total(), now.freeForRoot(), now.freeForNonRoot(), offered(now.freeForNonRoot())));
    } catch (IOException e) {
      return unknown(e, Optional.empty());
    }
  }

  private long offered(long free) {
    return readOnly ? 0 : Math.max(free - reserved, 0);
  }

  private static <T> T unknown(IOException e, T answer) {
    log.warn("cannot tell how much space there is, so none is offered: {}", e.getMessage());
    return answer;
  }
}
