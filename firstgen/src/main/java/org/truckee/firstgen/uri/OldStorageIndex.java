package org.truckee.firstgen.uri;

import java.util.Arrays;
import org.truckee.firstgen.hash.ZBase32;

/**
 * The name under which servers keep the shares of one file ({@code spec/12 §3}). It has 16 bytes;
 * servers of 2007 take fewer as well ({@code spec/12 §4.2}).
 */
public final class OldStorageIndex implements Comparable<OldStorageIndex> {
  /** The length of those that are derived from keys, and the greatest. */
  public static final int LENGTH = 16;

  private static final int SHOWN = 6;

  private final byte[] bytes;

  /** Wraps a copy of at most 16 bytes. */
  public OldStorageIndex(byte[] bytes) {
    if (bytes.length > LENGTH) {
      throw new IllegalArgumentException(
          "a storage index has at most 16 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The first characters of {@link #toString}, enough to tell files apart. */
  public String abbreviated() {
    String text = toString();
    return text.substring(0, Math.min(SHOWN, text.length()));
  }

  @Override
  public int compareTo(OldStorageIndex other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OldStorageIndex that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In z-base-32, as its folder is named. */
  @Override
  public String toString() {
    return ZBase32.encode(bytes);
  }
}
