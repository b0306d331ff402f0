package org.truckee.conformance.live;

/** How many operations have been done, for those who wait for a certain number of them. */
final class OperationCount {
  /** Operations while some servers are away or come back; many more would outrun the kills. */
  private static final int MOST_IN_A_ROUND = 20;

  private final int limit;
  private int begun;
  private int begunBeforeThisRound;
  private int ended;
  private boolean stopped;

  OperationCount(int limit) {
    this.limit = limit;
  }

  /**
   * Takes the next operation, not before servers that were killed long ago are back.
   *
   * @return false if there is none left
   */
  synchronized boolean begin() throws InterruptedException {
    while (!stopped && begun < limit && isRoundOver()) {
      wait();
    }
    return begun++ < limit;
  }

  private boolean isRoundOver() {
    return begun - begunBeforeThisRound >= MOST_IN_A_ROUND;
  }

  /** All servers are back. */
  synchronized void nextRound() {
    begunBeforeThisRound = begun;
    notifyAll();
  }

  synchronized void end() {
    ended++;
    notifyAll();
  }

  /** No more operations will come, or nobody kills any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /**
   * Waits until some more operations have ended, or all of this round have.
   *
   * @return false if no more will come
   */
  synchronized boolean await(int more) throws InterruptedException {
    int goal = ended + more;
    while (!stopped && ended < goal && !(isRoundOver() && ended == begun)) {
      wait();
    }
    return !stopped;
  }
}
