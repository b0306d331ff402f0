package org.truckee.grid;

/** A file or a directory is larger than can be handled. */
public final class FileTooLargeException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public FileTooLargeException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public FileTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
