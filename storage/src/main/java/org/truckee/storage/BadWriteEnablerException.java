package org.truckee.storage;

/** The mutable share was created with another write enabler. */
public final class BadWriteEnablerException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public BadWriteEnablerException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public BadWriteEnablerException(String message, Throwable cause) {
    super(message, cause);
  }
}
