package org.truckee.firstgen.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.truckee.firstgen.hash.OldSha256;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.uri.FileKey;

/**
 * The key of a file, which follows from nothing but its contents ({@code spec/12 §3}): the same
 * file has the same shares whoever uploads it.
 */
public final class ContentKey {
  private static final int PIECE = 64 << 10;

  private ContentKey() {}

  /**
   * Reads everything and derives the key.
   *
   * @throws IOException if it cannot be read, or is longer or shorter than it was said to be
   */
  public static FileKey of(Uploadable file) throws IOException {
    long size = file.size();
    OldSha256 hash = OldTag.CONTENT_KEY.ofLength(size);
    byte[] piece = new byte[PIECE];
    long left = size;
    try (InputStream in = file.open()) {
      int count = in.read(piece);
      while (count > 0 && count <= left) {
        hash.update(piece, 0, count);
        left -= count;
        count = in.read(piece);
      }
      if (left > 0 || count > 0) {
        throw new IOException("a file has changed its length while it was read");
      }
    }
    return new FileKey(Arrays.copyOf(hash.finish(), FileKey.LENGTH));
  }
}
