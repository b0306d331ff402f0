package org.truckee.grid;

/**
 * Somebody else wrote a mutable file at the same time. The file has one of the versions, or both.
 */
public final class UncoordinatedWriteException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public UncoordinatedWriteException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UncoordinatedWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
