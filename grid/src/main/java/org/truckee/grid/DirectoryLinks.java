package org.truckee.grid;

/**
 * The links of a directory as it was read once, in the order in which they are stored. Each is made
 * when it is asked for and kept by nobody, so that what they take together is little more than
 * their bytes.
 */
public interface DirectoryLinks extends Iterable<Link> {
  /** The number of bytes of the contents. */
  long size();
}
