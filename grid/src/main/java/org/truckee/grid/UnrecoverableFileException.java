package org.truckee.grid;

/** Of no version of a mutable file were enough shares found. */
public final class UnrecoverableFileException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public UnrecoverableFileException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UnrecoverableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
