package org.truckee.firstgen.drive;

/** There is no public root, or nobody knows it. */
public final class NoPublicRootException extends DriveException {
  private static final long serialVersionUID = 1L;

  /** With what it is about. */
  public NoPublicRootException(String message) {
    super(message);
  }
}
