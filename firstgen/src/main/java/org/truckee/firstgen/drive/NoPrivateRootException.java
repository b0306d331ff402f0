package org.truckee.firstgen.drive;

/** There is no private root yet: it is made when the directory server is there. */
public final class NoPrivateRootException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public NoPrivateRootException(String message) {
    super(message);
  }
}
