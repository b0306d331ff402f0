package org.truckee.wire.network.i2p;

import java.net.ConnectException;

/** The SAM bridge cannot be used, or refuses; the message says why. */
public final class SamException extends ConnectException {
  private static final long serialVersionUID = 1L;

  SamException(String message) {
    super(message);
  }

  SamException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
