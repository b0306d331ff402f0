package org.truckee.firstgen.download;

import java.io.IOException;

/** Of the shares of a file fewer can be had, or are sound, than are needed. */
public final class NotEnoughSharesException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is missing. */
  public NotEnoughSharesException(String message) {
    super(message);
  }
}
