package org.truckee.firstgen.uri;

import java.util.Arrays;
import org.truckee.firstgen.hash.ZBase32;

/** The 32 bytes under which a server keeps a directory ({@code spec/12 §3}). */
public final class DirectoryIndex {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private static final int SHOWN = 8;

  private final byte[] bytes;

  /** Wraps a copy of the 32 bytes. */
  public DirectoryIndex(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "the index of a directory has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The first characters of {@link #toString}, enough to tell directories apart. */
  public String abbreviated() {
    return toString().substring(0, SHOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectoryIndex that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 52 characters of z-base-32 that are its file name too. */
  @Override
  public String toString() {
    return ZBase32.encode(bytes);
  }
}
