package org.truckee.foolscap;

import java.io.IOException;

/** Something that was tried over Foolscap did not work out. The subclasses say what. */
public abstract sealed class FoolscapException extends IOException
    permits BananaException,
        CallTimeoutException,
        DeadReferenceException,
        NegotiationException,
        RemoteFailureException,
        ViolationException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what was tried with which peer. */
  FoolscapException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  FoolscapException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the peer may have carried out the call although no answer came. */
  public boolean mayBeCarriedOut() {
    return false;
  }
}
