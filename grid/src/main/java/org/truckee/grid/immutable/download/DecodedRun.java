package org.truckee.grid.immutable.download;

import java.time.Duration;
import java.util.List;
import org.truckee.grid.transfer.Slice;

/**
 * A run of segments, validated and decoded.
 *
 * @param offset where in the file the first byte belongs
 * @param slices the bytes, one slice after the other
 * @param deciphering how long that part of the work took
 * @param arrays those that can be used again when the slices are not needed any more
 */
record DecodedRun(long offset, List<Slice> slices, Duration deciphering, List<byte[]> arrays) {}
