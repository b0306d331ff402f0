package org.truckee.grid;

import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.FileReadCap;

/**
 * An immutable file that can be read ({@code spec/01 §8, 10, 11}). Keeps what one read learns of
 * its shares for the next.
 */
public interface ImmutableFile extends FileContents {
  /** What grants reading it. */
  FileReadCap cap();

  /** What grants checking and repairing it; empty if it has no shares. */
  Optional<ChkVerifyCap> verifyCap();
}
