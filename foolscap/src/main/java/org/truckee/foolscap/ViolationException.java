package org.truckee.foolscap;

/**
 * A call, an argument or a result is not what the remote interface says ({@code spec/06 §10}). The
 * one call fails, the connection stays.
 */
public final class ViolationException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  private final boolean aborted;

  /** With a message that says what was expected and what there was. */
  public ViolationException(String message) {
    this(message, false);
  }

  private ViolationException(String message, boolean aborted) {
    super(message);
    this.aborted = aborted;
  }

  /** The peer gave up what it was sending ({@code spec/06 §5.6}). */
  public static ViolationException ofAbort() {
    return new ViolationException("ABORT received", true);
  }

  /** Whether the peer itself gave up. */
  public boolean isAborted() {
    return aborted;
  }
}
