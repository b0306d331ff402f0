package org.truckee.grid.mutable;

/** Bytes that no share of a mutable file can have. */
public final class MutableLayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that says which field has what. */
  public MutableLayoutException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public MutableLayoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
