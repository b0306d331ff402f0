package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.ReadKey;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableBlockRun;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.grid.transfer.Workers;

/** Makes blocks of contents: enciphers, codes and hashes them. */
final class ContentsEncoder {
  private final Geometry geometry;
  private final ReadKey readKey;
  private final RandomGenerator random;
  private final Workers workers;
  private final BlockHashes hashes;
  private final Optional<Salt> iv;

  /**
   * An encoder of one version.
   *
   * @param random where salts come from: a secure generator outside tests
   */
  ContentsEncoder(Geometry geometry, ReadKey readKey, RandomGenerator random, Workers workers) {
    this.geometry = geometry;
    this.readKey = readKey;
    this.random = random;
    this.workers = workers;
    this.hashes = new BlockHashes(geometry);
    this.iv =
        geometry.format() == MutableFormat.SDMF
            ? Optional.of(Salt.random(random))
            : Optional.empty();
  }

  /** The salt of the header, if the format has one. */
  Optional<Salt> iv() {
    return iv;
  }

  /** The hashes of the blocks made so far. */
  BlockHashes hashes() {
    return hashes;
  }

  /** The blocks of segments {@code [first, end)} in all shares. */
  MutableBlockRun encode(SegmentSource source, int first, int end)
      throws IOException, InterruptedException {
    MutableBlockRun run =
        new MutableBlockRun(geometry, first, end, IntStream.range(0, geometry.total()).toArray());
    try (TaskScope<Integer, Boolean> scope = new TaskScope<>("encode")) {
      for (int segment = first; segment < end; segment++) {
        byte[] plaintext = source.next();
        Salt salt = iv.orElseGet(() -> Salt.random(random));
        int number = segment;
        scope.fork(
            segment,
            () -> {
              workers.run(plaintext.length, () -> encode(run, number, plaintext, salt));
              return true;
            });
      }
      while (scope.hasPending()) {
        scope.next().value(RuntimeException.class);
      }
    }
    return run;
  }

  private void encode(MutableBlockRun run, int segment, byte[] plaintext, Salt salt) {
    run.encipher(segment, plaintext, readKey, salt);
    hashes.putAll(run, segment);
  }
}
