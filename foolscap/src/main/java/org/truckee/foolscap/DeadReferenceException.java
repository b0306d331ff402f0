package org.truckee.foolscap;

/**
 * The connection to the object is gone ({@code spec/06 §9}). The reference stays dead for ever; a
 * new connection brings new references.
 */
public final class DeadReferenceException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  private final boolean inCall;

  /** Nothing of the call was sent; with a message that names the connection and the call. */
  public DeadReferenceException(String message) {
    super(message);
    inCall = false;
  }

  /** It was lost during a call; with the exception that ended it. */
  public DeadReferenceException(String message, Throwable cause) {
    super(message, cause);
    inCall = true;
  }

  /** It was lost during a call, which the peer may or may not have carried out. */
  public static DeadReferenceException during(String message) {
    return new DeadReferenceException(message, null);
  }

  @Override
  public boolean mayBeCarriedOut() {
    return inCall;
  }
}
