package org.truckee.storage;

/** The write goes beyond what was allocated or can be stored. */
public final class DataTooLargeException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public DataTooLargeException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public DataTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
