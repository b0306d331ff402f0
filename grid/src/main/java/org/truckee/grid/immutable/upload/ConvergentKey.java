package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.grid.transfer.Workers;

/** The encryption key that follows from the contents of a file ({@code spec/01 §1.4}). */
final class ConvergentKey {
  private static final int CHUNK = 512 << 10;

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
    long done = hash(source, size, hasher, workers);
    if (done != size) {
      throw new SourceChangedException(
          "the file had %d bytes when its upload began, but %d were read; upload it again"
              .formatted(size, done));
    }
    return new EncryptionKey(hasher.digest());
  }

  /** Reads one piece while the one before it is hashed, and nothing behind the size. */
  private static long hash(Source source, long size, TaggedHasher hasher, Workers workers)
      throws IOException, InterruptedException {
    int length = (int) Math.min(CHUNK, size);
    byte[] reading = new byte[length];
    byte[] hashing = new byte[size > length ? length : 0];
    long done = 0;
    try (InputStream in = source.open();
        TaskScope<Integer, Boolean> scope = new TaskScope<>("convergent key")) {
      int read = in.readNBytes(reading, 0, length);
      while (read == length && hashing.length > 0) {
        byte[] full = reading;
        scope.fork(
            length,
            () -> {
              workers.run(length, () -> hasher.update(full, 0, length));
              return true;
            });
        done += length;
        reading = hashing;
        hashing = full;
        read = in.readNBytes(reading, 0, (int) Math.min(length, size - done));
        scope.next().value(RuntimeException.class);
      }
      byte[] last = reading;
      int rest = read;
      workers.run(rest, () -> hasher.update(last, 0, rest));
      return done + rest;
    }
  }

  /** What a file of this geometry has to be hashed with. */
  static TaggedHasher hasher(SegmentGeometry geometry, int total, ConvergenceSecret secret) {
    return Hashes.convergenceHasher(
        geometry.needed(), total, geometry.segmentSize(), secret.bytes());
  }
}
