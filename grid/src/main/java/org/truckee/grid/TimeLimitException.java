package org.truckee.grid;

/** The time that the caller allowed has passed. What had been begun was cancelled. */
public final class TimeLimitException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and how long. */
  public TimeLimitException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public TimeLimitException(String message, Throwable cause) {
    super(message, cause);
  }
}
