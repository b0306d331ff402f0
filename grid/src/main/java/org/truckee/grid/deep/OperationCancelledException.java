package org.truckee.grid.deep;

import org.truckee.grid.GridException;

/** A deep operation was cancelled before its end. */
public final class OperationCancelledException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says so. */
  public OperationCancelledException() {
    super("the operation was cancelled");
  }
}
