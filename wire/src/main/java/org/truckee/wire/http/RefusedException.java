package org.truckee.wire.http;

/** A request is answered with an error status. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With a text for the body, which may be empty. */
  RefusedException(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  RefusedException(int status) {
    this(status, "");
  }

  int status() {
    return status;
  }
}
