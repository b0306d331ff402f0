package org.truckee.grid.transfer;

import java.nio.ByteBuffer;

/** A range of bytes of an array, which is not copied. */
public record Slice(byte[] array, int offset, int length) {
  /** The slice of {@code length} bytes that begins {@code from} bytes into this one. */
  public Slice part(int from, int length) {
    return new Slice(array, offset + from, length);
  }

  /** A view of the bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, offset, length);
  }
}
