package org.truckee.storage.memory;

import java.time.Instant;

/** The shares that one call has stored whole can be taken back until then. */
record StoredWhole(Instant end) {
  /** Whose shares are meant is a matter of identity. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
