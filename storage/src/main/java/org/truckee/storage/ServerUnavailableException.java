package org.truckee.storage;

/** The server did not answer: unreachable, too slow, or gone in the middle. */
public final class ServerUnavailableException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried on which share. */
  public ServerUnavailableException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public ServerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
