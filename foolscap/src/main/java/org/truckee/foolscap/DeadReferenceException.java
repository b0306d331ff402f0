package org.truckee.foolscap;

/**
 * The connection to the object is gone ({@code spec/06 §9}). The peer may or may not have carried
 * out the call. The reference stays dead for ever; a new connection brings new references.
 */
public final class DeadReferenceException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the connection and the call. */
  public DeadReferenceException(String message) {
    super(message);
  }

  /** With the exception that ended the connection. */
  public DeadReferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
