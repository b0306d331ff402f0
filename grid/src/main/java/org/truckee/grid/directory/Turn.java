package org.truckee.grid.directory;

/**
 * One attempt at a change.
 *
 * @param now in seconds since 1970, the same for all links that are set by it
 * @param first whether nothing can have been written by an earlier attempt
 */
record Turn(double now, boolean first) {}
