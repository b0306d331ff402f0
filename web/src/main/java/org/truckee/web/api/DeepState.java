package org.truckee.web.api;

/**
 * How it stands with an operation in the background.
 *
 * @param finished whether it has ended
 * @param cancelled whether somebody wanted it to end
 */
record DeepState(boolean finished, boolean cancelled) {
  /** Whether there is something to wait for. */
  boolean goesOn() {
    return !finished && !cancelled;
  }

  /** The same in words. */
  String text() {
    if (cancelled) {
      return "Cancelled. This is what was found until then.";
    }
    return finished ? "Finished." : "Still running.";
  }
}
