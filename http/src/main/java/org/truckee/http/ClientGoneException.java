package org.truckee.http;

import java.io.IOException;

/** The connection of a request was lost, so that there is nobody left to answer. */
public final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What was lost meanwhile, and how. */
  public ClientGoneException(String what, Throwable cause) {
    super(what + ": " + cause, cause);
  }
}
