package org.truckee.foolscap.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Bounds the calls of a peer that wait or are carried out, in number and in memory. When there are
 * too many nothing more is read from the peer, unless we wait for an answer of its own: then
 * reading must go on, and what is too much is refused.
 */
final class Inflow {
  private static final int MAX_CALLS = 2000;
  private static final long MAX_COST = 32 << 20;

  /** How much beyond the limits is taken in while reading must go on. */
  private static final int EXCESS = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final BooleanSupplier waitsForPeer;
  private int calls;
  private long cost;
  private volatile boolean paused;

  /**
   * With the limits of a connection.
   *
   * @param waitsForPeer whether one of our own calls waits for an answer
   */
  Inflow(BooleanSupplier waitsForPeer) {
    this.waitsForPeer = waitsForPeer;
  }

  /** Waits until there is room for another message. */
  void awaitRoom() throws InterruptedException {
    lock.lock();
    try {
      while (isFull(1) && !waitsForPeer.getAsBoolean()) {
        paused = true;
        boolean _ = changed.await(1, TimeUnit.SECONDS);
      }
    } finally {
      paused = false;
      lock.unlock();
    }
  }

  /** Takes in a call; false if it is too much. */
  boolean begin(InboundCall call) {
    lock.lock();
    try {
      if (isFull(EXCESS)) {
        return false;
      }
      calls++;
      cost += call.cost();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A call that was taken in has ended. */
  void end(InboundCall call) {
    lock.lock();
    try {
      calls--;
      cost -= call.cost();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Looks again whether one of our own calls waits for an answer. */
  void reconsider() {
    if (paused) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether it is our own doing that nothing is read from the peer. */
  boolean isPaused() {
    return paused;
  }

  private boolean isFull(int excess) {
    return calls >= excess * MAX_CALLS || cost >= excess * MAX_COST;
  }
}
