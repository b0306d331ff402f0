package org.truckee.firstgen.drive;

/** A directory has no child of that name. */
public final class NoSuchChildException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public NoSuchChildException(String message) {
    super(message);
  }
}
