package org.truckee.grid;

import org.truckee.crypto.Secret;

/**
 * The secret that goes into convergent keys: files that are equal become one if they are uploaded
 * with the same secret, and a holder of it can tell whether a file that he has is on the grid
 * ({@code spec/01 §1.4}).
 */
public final class ConvergenceSecret extends Secret {
  /** Wraps a copy of {@code bytes}, of any length; existing nodes use 32. */
  public ConvergenceSecret(byte[] bytes) {
    super(bytes);
  }
}
