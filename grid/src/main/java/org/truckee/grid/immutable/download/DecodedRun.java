package org.truckee.grid.immutable.download;

import java.util.List;
import org.truckee.grid.transfer.Slice;

/**
 * A run of segments, validated and decoded.
 *
 * @param offset where in the file the first byte belongs
 * @param slices the bytes, one slice after the other
 * @param arrays those that can be used again when the slices are not needed any more
 */
record DecodedRun(long offset, List<Slice> slices, List<byte[]> arrays) {}
