package org.truckee.grid;

import java.io.IOException;
import org.truckee.capability.MutableFormat;

/**
 * One version of a mutable file, for reading. Once another version has replaced it on too many
 * servers, reads fail with a {@link NotEnoughSharesException}; what they hand on is of this version
 * only.
 */
public interface MutableVersion extends FileContents {
  /** The number of the version, unsigned; the greatest is the newest. */
  long sequenceNumber();

  /** A short name of the version, as messages have it ({@code spec/02 §9.2}): {@code seq2-xwip}. */
  String label();

  /** The format of its shares. */
  MutableFormat format();

  /** k: how many shares give it back. */
  int needed();

  /** N: how many shares it has. */
  int total();

  /**
   * Reads all of it into memory.
   *
   * @throws FileTooLargeException if it takes more than a quarter of the heap
   */
  byte[] contents() throws IOException, InterruptedException;
}
