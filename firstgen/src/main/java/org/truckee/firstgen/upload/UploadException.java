package org.truckee.firstgen.upload;

import java.io.IOException;

/** Too few shares of a file can be placed, or kept in their places. */
public final class UploadException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With how many there are and how many there should be. */
  public UploadException(String message) {
    super(message);
  }
}
