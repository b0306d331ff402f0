package org.truckee.storage;

/** The storage index belongs to a file of the other kind, immutable or mutable. */
public final class WrongKindException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public WrongKindException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public WrongKindException(String message, Throwable cause) {
    super(message, cause);
  }
}
