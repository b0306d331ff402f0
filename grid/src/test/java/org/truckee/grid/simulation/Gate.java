package org.truckee.grid.simulation;

/** Where calls to a server are held until a test lets them go. */
public final class Gate {
  private boolean open;
  private int admitted;
  private int held;

  /** Lets everything through from now on. */
  public synchronized void open() {
    open = true;
    notifyAll();
  }

  /** Lets so many calls through before it holds any. */
  public synchronized Gate admit(int calls) {
    admitted = calls;
    return this;
  }

  /** Waits until at least {@code calls} calls are being held at the same time. */
  public synchronized void awaitHeld(int calls) throws InterruptedException {
    while (held < calls) {
      wait();
    }
  }

  /** How many calls are being held now. */
  public synchronized int held() {
    return held;
  }

  synchronized void pass() throws InterruptedException {
    if (admitted > 0) {
      admitted--;
      return;
    }
    held++;
    notifyAll();
    try {
      while (!open) {
        wait();
      }
    } finally {
      held--;
      notifyAll();
    }
  }
}
