package org.truckee.grid.immutable.assist;

import org.truckee.grid.GridException;

/** No client is left that gives the crypttext of a file. */
public final class OutOfReadersException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With what was wrong with the last one. */
  public OutOfReadersException(String message, Throwable cause) {
    super(message, cause);
  }
}
