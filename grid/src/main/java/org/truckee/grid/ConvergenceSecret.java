package org.truckee.grid;

import org.truckee.crypto.Secret;

/**
 * Whoever has it and a file can tell whether the file is on the grid; equal files of its holders
 * become one ({@code spec/01 §1.4}).
 */
public final class ConvergenceSecret extends Secret {
  /** Wraps a copy of {@code bytes}, of any length; existing nodes use 32. */
  public ConvergenceSecret(byte[] bytes) {
    super(bytes);
  }
}
