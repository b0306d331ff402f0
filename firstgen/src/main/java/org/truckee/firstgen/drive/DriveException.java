package org.truckee.firstgen.drive;

import java.io.IOException;

/** Something about a directory does not work out. */
public class DriveException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was tried and why it failed. */
  public DriveException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public DriveException(String message, Throwable cause) {
    super(message, cause);
  }
}
