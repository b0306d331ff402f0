package org.truckee.storage;

/** The share was closed before all of its bytes were written. */
public final class IncompleteShareException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public IncompleteShareException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public IncompleteShareException(String message, Throwable cause) {
    super(message, cause);
  }
}
