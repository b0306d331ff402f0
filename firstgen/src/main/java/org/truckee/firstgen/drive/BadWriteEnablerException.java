package org.truckee.firstgen.drive;

/** Whoever wants to change a directory does not know its write enabler. */
public final class BadWriteEnablerException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public BadWriteEnablerException(String message) {
    super(message);
  }
}
