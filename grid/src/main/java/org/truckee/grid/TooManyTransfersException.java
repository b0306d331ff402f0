package org.truckee.grid;

/** All memory for transfers is taken by others, which are under way or rest half read. */
public final class TooManyTransfersException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what to do. */
  public TooManyTransfersException(String message) {
    super(message);
  }
}
