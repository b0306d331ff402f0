package org.truckee.grid.immutable.assist;

import org.truckee.grid.GridException;

/** A client does not give its crypttext, or is gone. */
public final class CrypttextReaderException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was wrong. */
  public CrypttextReaderException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public CrypttextReaderException(String message, Throwable cause) {
    super(message, cause);
  }
}
