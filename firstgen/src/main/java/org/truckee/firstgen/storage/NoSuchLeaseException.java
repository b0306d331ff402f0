package org.truckee.firstgen.storage;

import java.io.IOException;

/** There is no lease with that secret. */
public final class NoSuchLeaseException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of nothing there is. */
  public enum Why {
    /** No lease has that secret. */
    NO_LEASE("No such lease"),
    /** There are no shares that a lease could be on. */
    NOTHING_TO_RENEW("no such lease to renew"),
    /** A share has no lease with that secret. */
    NOT_ON_A_SHARE("unable to renew non-existent lease"),
    /** No share has a lease with that secret. */
    NOTHING_TO_CANCEL("unable to find matching lease to cancel"),
    /** There are no shares at all. */
    NO_SHARES("there are no such shares");

    private final String text;

    Why(String text) {
      this.text = text;
    }
  }

  private final Why why;

  /** With the kind. */
  public NoSuchLeaseException(Why why) {
    super(why.text);
    this.why = why;
  }

  /** Which kind. */
  public Why why() {
    return why;
  }
}
