package org.truckee.firstgen.uri;

import org.truckee.crypto.Secret;

/** The 32 bytes that renew or cancel a lease ({@code spec/12 §9.4}). */
public final class LeaseSecret extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** Wraps a copy of the 32 bytes. */
  public LeaseSecret(byte[] bytes) {
    super(bytes, LENGTH);
  }
}
