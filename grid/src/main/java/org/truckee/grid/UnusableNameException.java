package org.truckee.grid;

/** The name of a child cannot be stored. */
public final class UnusableNameException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what is wrong with the name. */
  public UnusableNameException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UnusableNameException(String message, Throwable cause) {
    super(message, cause);
  }
}
