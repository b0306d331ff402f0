package org.truckee.grid;

/** Too few servers took shares of a new version of a mutable file. */
public final class NotEnoughServersException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public NotEnoughServersException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NotEnoughServersException(String message, Throwable cause) {
    super(message, cause);
  }
}
