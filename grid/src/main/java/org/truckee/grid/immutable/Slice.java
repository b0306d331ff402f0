package org.truckee.grid.immutable;

import java.nio.ByteBuffer;

/** A range of bytes of an array, which is not copied. */
record Slice(byte[] array, int offset, int length) {
  /** The slice of {@code length} bytes that begins {@code from} bytes into this one. */
  Slice part(int from, int length) {
    return new Slice(array, offset + from, length);
  }

  /** A view of the bytes. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(array, offset, length);
  }
}
