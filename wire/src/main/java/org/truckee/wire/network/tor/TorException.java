package org.truckee.wire.network.tor;

import java.io.IOException;

/** Tor cannot be used; the message says why. */
public final class TorException extends IOException {
  private static final long serialVersionUID = 1L;

  TorException(String message) {
    super(message);
  }

  TorException(String message, Throwable cause) {
    super(message, cause);
  }
}
