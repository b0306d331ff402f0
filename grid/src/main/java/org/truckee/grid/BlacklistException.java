package org.truckee.grid;

/** A blacklist has a line that cannot be understood. */
public final class BlacklistException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With the line, and what is wrong with it. */
  public BlacklistException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public BlacklistException(String message, Throwable cause) {
    super(message, cause);
  }
}
