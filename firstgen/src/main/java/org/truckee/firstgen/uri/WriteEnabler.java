package org.truckee.firstgen.uri;

import org.truckee.crypto.Secret;

/** The 32 bytes that a server wants to see before it changes a directory ({@code spec/12 §6.4}). */
public final class WriteEnabler extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** Wraps a copy of the 32 bytes. */
  public WriteEnabler(byte[] bytes) {
    super(bytes, LENGTH);
  }
}
