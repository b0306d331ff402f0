package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.truckee.storage.CorruptContainerException;

/** The bytes of a share file, as the container formats read them. */
interface ReadableBytes {
  /** The length of the file in bytes. */
  long length() throws IOException;

  /**
   * Fills {@code target} from {@code position} on, less only at the end of the file.
   *
   * @return the number of bytes read, 0 at or past the end
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Exactly {@code length} bytes from {@code position} on, ready to be read.
   *
   * @throws CorruptContainerException if the file ends before
   */
  default ByteBuffer field(long position, int length) throws IOException {
    ByteBuffer field = ByteBuffer.allocate(length);
    if (read(position, field) < length) {
      throw new CorruptContainerException(
          "the container ends before its %d-byte field at %d".formatted(length, position));
    }
    return field.flip();
  }
}
