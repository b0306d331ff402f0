package org.truckee.storage;

/** There is no such upload any more: closed, aborted, or timed out. */
public final class UploadGoneException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public UploadGoneException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UploadGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
