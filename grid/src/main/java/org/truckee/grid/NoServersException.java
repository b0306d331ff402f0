package org.truckee.grid;

/** There is no connected server to place shares on. */
public final class NoServersException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public NoServersException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NoServersException(String message, Throwable cause) {
    super(message, cause);
  }
}
