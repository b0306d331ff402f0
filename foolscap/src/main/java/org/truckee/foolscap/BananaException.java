package org.truckee.foolscap;

/**
 * The peer broke the protocol in a way that nothing can be understood after it: the connection is
 * closed ({@code spec/06}, "fatal"). The message is what the peer is told.
 */
public final class BananaException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was wrong. */
  public BananaException(String message) {
    super(message);
  }
}
