package org.truckee.firstgen.drive;

/** The server has no such directory. */
public final class NoSuchDirectoryException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public NoSuchDirectoryException(String message) {
    super(message);
  }
}
