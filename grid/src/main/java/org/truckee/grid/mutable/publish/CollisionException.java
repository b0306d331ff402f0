package org.truckee.grid.mutable.publish;

import org.truckee.grid.mutable.Version;

/** Somebody else wrote at the same time. Some shares of the version may have been written. */
public final class CollisionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Version attempted;

  CollisionException(String message, Version attempted) {
    super(message);
    this.attempted = attempted;
  }

  /** What was to be written. */
  public Version attempted() {
    return attempted;
  }
}
