package org.truckee.firstgen.hash;

/** Hashes that do not belong to what they are said to belong to, or are too few to tell. */
public final class BadHashException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what does not fit. */
  public BadHashException(String message) {
    super(message);
  }
}
