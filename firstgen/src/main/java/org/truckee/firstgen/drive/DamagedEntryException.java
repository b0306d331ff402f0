package org.truckee.firstgen.drive;

/** An entry of a directory is not what somebody with the key has written. */
public final class DamagedEntryException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public DamagedEntryException(String message) {
    super(message);
  }
}
