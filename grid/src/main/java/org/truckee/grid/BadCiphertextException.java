package org.truckee.grid;

/**
 * The shares are sound but do not make the file that the capability names: its uploader erred or
 * lied.
 */
public final class BadCiphertextException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public BadCiphertextException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public BadCiphertextException(String message, Throwable cause) {
    super(message, cause);
  }
}
