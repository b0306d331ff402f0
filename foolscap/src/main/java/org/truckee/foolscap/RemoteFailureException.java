package org.truckee.foolscap;

/** The peer carried out a call and it failed there. */
public final class RemoteFailureException extends FoolscapException {
  private static final long serialVersionUID = 1L;

  private final transient RemoteFailure failure;

  /** With the call, and what the peer says of its failure. */
  public RemoteFailureException(String call, RemoteFailure failure) {
    super("%s failed at the other side: %s: %s".formatted(call, failure.type(), failure.value()));
    this.failure = failure;
  }

  /** What the peer says. */
  public RemoteFailure failure() {
    return failure;
  }
}
