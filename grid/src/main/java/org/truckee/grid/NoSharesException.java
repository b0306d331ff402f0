package org.truckee.grid;

/** Not a single share of the file was found that could be used. */
public final class NoSharesException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public NoSharesException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NoSharesException(String message, Throwable cause) {
    super(message, cause);
  }
}
