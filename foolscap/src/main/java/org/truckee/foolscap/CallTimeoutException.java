package org.truckee.foolscap;

/** No answer came in time. The peer may or may not have carried out the call. */
public final class CallTimeoutException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the call. */
  public CallTimeoutException(String message) {
    super(message);
  }

  @Override
  public boolean mayBeCarriedOut() {
    return true;
  }
}
