package org.truckee.grid.immutable;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.Workers;

/** The encryption key that follows from the contents of a file ({@code spec/01 §1.4}). */
final class ConvergentKey {
  private static final int CHUNK = 256 << 10;

  private ConvergentKey() {}

  /**
   * Reads a file once to find its key.
   *
   * @param size the bytes that it is known to have
   */
  static EncryptionKey of(
      Source source,
      long size,
      EncodingParameters encoding,
      ConvergenceSecret secret,
      Workers workers)
      throws IOException, InterruptedException {
    TaggedHasher hasher =
        hasher(
            SegmentGeometry.of(size, encoding.needed(), encoding.maxSegmentSize()),
            encoding.total(),
            secret);
    byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
    long done = 0;
    try (InputStream in = source.open()) {
      int read = in.readNBytes(chunk, 0, chunk.length);
      while (read > 0) {
        int length = read;
        workers.run(length, () -> hasher.update(chunk, 0, length));
        done += length;
        read = in.readNBytes(chunk, 0, chunk.length);
      }
    }
    if (done != size) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but %d were read; upload it again"
              .formatted(size, done));
    }
    return new EncryptionKey(hasher.digest());
  }

  /** What a file of this geometry has to be hashed with. */
  static TaggedHasher hasher(SegmentGeometry geometry, int total, ConvergenceSecret secret) {
    return Hashes.convergenceHasher(
        geometry.needed(), total, geometry.segmentSize(), secret.bytes());
  }
}
