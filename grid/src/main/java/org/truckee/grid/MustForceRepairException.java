package org.truckee.grid;

/** A repair would give up a version of a mutable file, and was not told that it may. */
public final class MustForceRepairException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public MustForceRepairException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public MustForceRepairException(String message, Throwable cause) {
    super(message, cause);
  }
}
