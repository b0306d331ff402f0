package org.truckee.grid;

/**
 * A child was to be deleted on the condition that it is a file, or a directory, and is the other.
 */
public final class ChildOfWrongTypeException extends GridException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** With the child, and whether a directory was expected. */
  public ChildOfWrongTypeException(String name, boolean directoryExpected) {
    super(
        directoryExpected
            ? "the child is a file, and only a directory was to be deleted"
            : "the child is a directory, and only a file was to be deleted");
    this.name = name;
  }

  /** The name of the child; not in the message, which may be logged. */
  public String name() {
    return name;
  }
}
