package org.truckee.http;

import java.io.IOException;

/**
 * A request is answered with an error status. Also thrown by the streams of a body, which is why it
 * is an {@link IOException}.
 */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With a text for the body, which may be empty. */
  public RefusedException(int status, String text) {
    super(text);
    this.status = status;
  }

  /** Without a text. */
  public RefusedException(int status) {
    this(status, "");
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** Tells the client only; where it was thrown is of no interest. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
