package org.truckee.bench.erasure;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.truckee.erasure.ErasureCode;

/** All parity shares of a segment, and its blocks from as many parity shares as there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ErasureBenchmark {
  @Param({"3-of-10", "25-of-100"})
  String parameters;

  private ErasureCode code;
  private SampleSegment segment;
  private byte[][] parity;
  private int[] lastNumbers;
  private byte[][] lastShares;

  /** Prepares the shares, and makes sure that they are decoded to the segment. */
  @Setup
  public void prepare() {
    segment = SampleSegment.of(parameters);
    code = ErasureCode.of(segment.k(), segment.n());
    parity = segment.emptyParity();
    encode();
    lastNumbers = segment.lastNumbers();
    lastShares = segment.lastShares(parity);
    byte[][] blocks = decode();
    for (int i = 0; i < blocks.length; i++) {
      if (!Arrays.equals(blocks[i], segment.block(i))) {
        throw new IllegalStateException(parameters + ": block " + i + " was decoded wrongly");
      }
    }
  }

  /** All parity shares of one segment. */
  @Benchmark
  public byte[][] encode() {
    code.encode(segment.bytes(), 0, segment.blockLength(), segment.parityNumbers(), parity);
    return parity;
  }

  /** The blocks of one segment, in place of its last k shares. */
  @Benchmark
  public byte[][] decode() {
    byte[][] blocks = lastShares.clone();
    code.decode(lastNumbers.clone(), blocks);
    return blocks;
  }
}
