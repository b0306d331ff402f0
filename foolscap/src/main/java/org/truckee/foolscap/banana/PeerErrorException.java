package org.truckee.foolscap.banana;

import java.io.IOException;

/** The peer sent an ERROR token and is about to close the connection ({@code spec/06 §5.7}). */
public final class PeerErrorException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With the peer's words. */
  public PeerErrorException(String text) {
    super(text);
  }
}
