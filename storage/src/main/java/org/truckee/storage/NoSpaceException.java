package org.truckee.storage;

/** The server has no room for what was asked. */
public final class NoSpaceException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public NoSpaceException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NoSpaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
