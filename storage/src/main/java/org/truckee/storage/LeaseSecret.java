package org.truckee.storage;

import org.truckee.crypto.Secret;

/** A 32-byte secret that goes with a lease. */
public final class LeaseSecret extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public LeaseSecret(byte[] bytes) {
    super(bytes, LENGTH);
  }
}
