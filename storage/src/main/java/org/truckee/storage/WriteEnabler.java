package org.truckee.storage;

import org.truckee.crypto.HashTag;
import org.truckee.crypto.Secret;
import org.truckee.crypto.TubId;

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

  /**
   * The write enabler of a mutable file on one server ({@code spec/04 §5}).
   *
   * @param writeKey the 16-byte write key of the file
   */
  public static WriteEnabler of(Secret writeKey, TubId server) {
    byte[] master = HashTag.MUTABLE_WRITE_ENABLER_MASTER.hash(writeKey.bytes());
    return new WriteEnabler(HashTag.MUTABLE_WRITE_ENABLER.hashPair(master, server.bytes()));
  }
}
