package org.truckee.grid.immutable.download;

import java.util.List;
import java.util.Optional;
import org.truckee.grid.transfer.Slice;

/**
 * The blocks of one share for a run of segments, each validated.
 *
 * @param share the number of the share
 * @param run the segments
 * @param blocks one for each segment; empty where the share had a bad one
 * @param asked whether the server was asked for anything; otherwise all had come along before
 * @param arrays those that can be used again when the blocks are not needed any more
 */
record BlockRun(
    int share, SegmentRun run, List<Optional<Slice>> blocks, boolean asked, List<byte[]> arrays) {}
