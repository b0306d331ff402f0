package org.truckee.grid.immutable.upload;

import org.truckee.grid.GridException;

/** A helper says of an upload what cannot be or is not so: it is of no use for this file. */
public final class UntrueReportException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what is wrong with the report. */
  public UntrueReportException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public UntrueReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
