package org.truckee.web.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.truckee.grid.FileTooLargeException;

/** Contents of unknown length that must not become longer than can be stored. */
final class BoundedContents extends FilterInputStream {
  private final long most;
  private long left;

  /** Contents that fail to be read when they have more than so many bytes. */
  BoundedContents(InputStream contents, long most) {
    super(contents);
    this.most = most;
    this.left = most;
  }

  /** What is said of contents that are too long. */
  static FileTooLargeException tooLarge(long most) {
    return new FileTooLargeException(
        "an SDMF file is made in memory, of which there is enough for %d bytes here. Use format=mdmf,"
                .formatted(most)
            + " or give the node more memory");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    left -= Math.max(0, read);
    if (left < 0) {
      throw tooLarge(most);
    }
    return read;
  }
}
