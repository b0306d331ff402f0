package org.truckee.grid;

/** A file was to be written through a capability that does not grant it. */
public final class NotWriteableException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public NotWriteableException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NotWriteableException(String message, Throwable cause) {
    super(message, cause);
  }
}
