package org.truckee.storage;

/** The written bytes differ from bytes written before. */
public final class ConflictingWriteException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public ConflictingWriteException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public ConflictingWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
