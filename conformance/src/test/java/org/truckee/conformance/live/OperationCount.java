package org.truckee.conformance.live;

/** How many operations have been done, for those who wait for a certain number of them. */
final class OperationCount {
  private final int limit;
  private int begun;
  private int ended;
  private boolean stopped;

  OperationCount(int limit) {
    this.limit = limit;
  }

  /** Takes the next operation; false if there is none left. */
  synchronized boolean begin() {
    return begun++ < limit;
  }

  synchronized void end() {
    ended++;
    notifyAll();
  }

  /** No more operations will come. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /**
   * Waits until some more operations have ended.
   *
   * @return false if no more will come
   */
  synchronized boolean await(int more) throws InterruptedException {
    int goal = ended + more;
    while (!stopped && ended < goal) {
      wait();
    }
    return !stopped;
  }
}
