package org.truckee.wormhole;

import java.io.IOException;

/** Messages cannot be exchanged. The message says why, and what to do. */
public final class WormholeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for whoever waits. */
  public WormholeException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public WormholeException(String message, Throwable cause) {
    super(message, cause);
  }
}
