package org.truckee.foolscap;

/**
 * Thrown by an object that is called from elsewhere, to say what its caller is told. Of any other
 * exception the caller learns the class only.
 */
public final class ReportedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RemoteFailure failure;

  /** With the failure that the caller is told. */
  public ReportedException(RemoteFailure failure) {
    super(failure.type() + ": " + failure.value());
    this.failure = failure;
  }

  /** With the exception that led to it, which stays here. */
  public ReportedException(RemoteFailure failure, Throwable cause) {
    super(failure.type() + ": " + failure.value(), cause);
    this.failure = failure;
  }

  /** What the caller is told. */
  public RemoteFailure failure() {
    return failure;
  }
}
