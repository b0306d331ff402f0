package org.truckee.firstgen.drive;

/** Only somebody else can change this directory: its URI grants reading only. */
public final class NotMutableException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public NotMutableException(String message) {
    super(message);
  }
}
