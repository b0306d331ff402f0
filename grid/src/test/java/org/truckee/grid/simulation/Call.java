package org.truckee.grid.simulation;

import java.util.Optional;
import org.truckee.storage.ShareNumber;

/**
 * One call that reached a server.
 *
 * @param share the share it was about, for the operations on one share
 * @param offset where in the share it read or wrote, else 0
 * @param length how many bytes it asked for or wrote, else 0
 */
public record Call(Operation operation, Optional<ShareNumber> share, long offset, long length) {
  /** What can be asked of a server. */
  public enum Operation {
    VERSION,
    ALLOCATE,
    STORE,
    GET_BUCKETS,
    ADD_LEASE,
    READ,
    WRITE,
    CLOSE,
    ABORT,
    READ_SLOT,
    WRITE_SLOT,
    ADVISE
  }

  static Call of(Operation operation) {
    return new Call(operation, Optional.empty(), 0, 0);
  }

  static Call of(Operation operation, long length) {
    return new Call(operation, Optional.empty(), 0, length);
  }

  static Call of(Operation operation, ShareNumber share, long offset, long length) {
    return new Call(operation, Optional.of(share), offset, length);
  }
}
