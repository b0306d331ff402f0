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
  /** It has to be there, whatever it is. */
  public static final DeleteOptions DEFAULT = new DeleteOptions(true, false, false);

  /** Whatever there is. */
  public static final DeleteOptions IF_THERE = new DeleteOptions(false, false, false);

  /** The same for directories only. */
  public DeleteOptions onlyDirectory() {
    return new DeleteOptions(mustExist, true, mustBeFile);
  }

  /** The same for files only. */
  public DeleteOptions onlyFile() {
    return new DeleteOptions(mustExist, mustBeDirectory, true);
  }
}
