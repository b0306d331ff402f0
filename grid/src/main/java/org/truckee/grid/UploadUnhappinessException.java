package org.truckee.grid;

/** Shares could not be spread over enough servers ({@code spec/01 §7.8}). */
public final class UploadUnhappinessException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what was found where. */
  public UploadUnhappinessException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UploadUnhappinessException(String message, Throwable cause) {
    super(message, cause);
  }
}
