package org.truckee.grid;

/** All memory for downloads is taken by others, which are under way or rest half read. */
public final class TooManyDownloadsException extends GridException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what to do. */
  public TooManyDownloadsException(String message) {
    super(message);
  }
}
