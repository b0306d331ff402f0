package org.truckee.foolscap;

/** No connection to a Tub could be made ({@code spec/06 §3.2, §4}). */
public final class NegotiationException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried and what came back. */
  public NegotiationException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NegotiationException(String message, Throwable cause) {
    super(message, cause);
  }
}
