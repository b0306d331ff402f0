package org.truckee.storage;

import org.truckee.crypto.Secret;

/** The secret that allows changing the shares of one mutable file on one server. */
public final class WriteEnabler extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /**
   * Wraps a copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public WriteEnabler(byte[] bytes) {
    super(bytes, LENGTH);
  }
}
