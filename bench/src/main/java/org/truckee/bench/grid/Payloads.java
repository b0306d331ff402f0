package org.truckee.bench.grid;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.truckee.bench.nodes.Payload;

/** Contents that no grid has seen before, so that nothing that is uploaded is there already. */
final class Payloads {

  private final SplittableRandom seeds;

  Payloads(long seed) {
    this.seeds = new SplittableRandom(seed);
  }

  Payload next(long size) {
    return new Payload(size, seeds.nextLong());
  }

  List<Payload> next(long size, int count) {
    return Stream.generate(() -> next(size)).limit(count).toList();
  }
}
