package org.truckee.grid;

/** Some shares of the file were found, but too few to rebuild it. */
public final class NotEnoughSharesException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public NotEnoughSharesException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NotEnoughSharesException(String message, Throwable cause) {
    super(message, cause);
  }
}
