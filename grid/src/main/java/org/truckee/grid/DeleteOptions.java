package org.truckee.grid;

/**
 * On what conditions a child is deleted. A child of an unknown kind is neither a file nor a
 * directory and meets both conditions of kind.
 *
 * @param mustExist whether it is an error if there is none of the name
 * @param mustBeDirectory whether it is an error if it is a file
 * @param mustBeFile whether it is an error if it is a directory
 */
public record DeleteOptions(boolean mustExist, boolean mustBeDirectory, boolean mustBeFile) {
  /** The child has to be there, whatever it is. */
  public static final DeleteOptions DEFAULT = new DeleteOptions(true, false, false);

  /** The child is deleted if it is there, whatever it is. */
  public static final DeleteOptions IF_THERE = new DeleteOptions(false, false, false);

  /** These options for directories only. */
  public DeleteOptions onlyDirectory() {
    return new DeleteOptions(mustExist, true, mustBeFile);
  }

  /** These options for files only. */
  public DeleteOptions onlyFile() {
    return new DeleteOptions(mustExist, mustBeDirectory, true);
  }
}
