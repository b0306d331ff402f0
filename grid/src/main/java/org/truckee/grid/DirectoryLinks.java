package org.truckee.grid;

/**
 * The links of a directory as it was read once, in the order in which they are stored. Each is made
 * when it is asked for and kept by nobody, so that what they take together is little more than
 * their bytes. Only where they are not stored in order, which no program does, all are kept.
 */
public interface DirectoryLinks extends Iterable<Link> {
  /** About how many bytes all of it takes in memory. */
  long size();
}
