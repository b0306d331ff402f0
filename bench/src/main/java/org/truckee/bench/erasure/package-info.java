/**
 * The erasure code measured, alone and beside zfec, one thread, segments of 1 MiB.
 *
 * <p>{@link org.truckee.bench.erasure.ErasureBenchmark} is plain JMH; {@link
 * org.truckee.bench.erasure.ErasureComparison} runs it, runs zfec in a Python given as an option,
 * checks that both give the same bytes, and prints the times and their ratios. The code is that of
 * {@code spec/01 §4}.
 */
package org.truckee.bench.erasure;
