package org.truckee.storage;

/** A share file of the server is damaged, or of a kind or version it does not know. */
public final class CorruptContainerException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public CorruptContainerException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public CorruptContainerException(String message, Throwable cause) {
    super(message, cause);
  }
}
