package org.truckee.grid;

/** The capability is well-formed, but no file can have it. */
public final class UnusableCapabilityException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public UnusableCapabilityException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UnusableCapabilityException(String message, Throwable cause) {
    super(message, cause);
  }
}
