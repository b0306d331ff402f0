package org.truckee.firstgen.download;

import java.io.IOException;

/**
 * The shares agree with one another and with the URI, but not with what they hold: whoever uploaded
 * the file was not honest, or in error. No other share will help.
 */
public final class WrongContentsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what does not agree. */
  public WrongContentsException(String message) {
    super(message);
  }
}
