package org.truckee.grid;

/** The file changed, or ended early, while it was being uploaded. */
public final class SourceChangedException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public SourceChangedException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public SourceChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
