package org.truckee.grid;

/** An update of a mutable file began behind the end of the file. */
public final class OffsetBeyondEndException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public OffsetBeyondEndException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public OffsetBeyondEndException(String message, Throwable cause) {
    super(message, cause);
  }
}
