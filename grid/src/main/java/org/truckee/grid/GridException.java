package org.truckee.grid;

import java.io.IOException;

/** The grid could not do what was asked. The subclasses say why. */
public class GridException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried, what came back, and what to do. */
  public GridException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public GridException(String message, Throwable cause) {
    super(message, cause);
  }
}
