package org.truckee.storage;

/** The server answered something that the protocol does not allow. */
public final class ProtocolException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public ProtocolException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
