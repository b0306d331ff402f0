package org.truckee.grid.mutable.file;

import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.grid.transfer.Workers;

/**
 * Fresh RSA keys. Making one takes about a tenth of a second, so a few are made ahead, in memory
 * only; nothing is made before the first one was taken, nor after as many lie ready as are kept.
 * Making ahead takes a quarter of a processor at most, as long as there is any key. Thread-safe.
 */
public final class KeyPool implements AutoCloseable {
  /** A pause after a key that was made ahead takes so many times as long as the key. */
  private static final int PAUSE = 3;

  private final SecureRandom random = new SecureRandom();
  private final Workers workers;
  private final BlockingQueue<RsaPrivateKey> ready;

  /** The thread that makes keys ahead, while it does. Guarded by this, like the next field. */
  private Thread refilling;

  private boolean closed;

  /**
   * A pool that is empty at first.
   *
   * @param kept how many keys are made ahead, ≥ 1
   * @param workers make those that are not there in time
   */
  public KeyPool(int kept, Workers workers) {
    this.workers = workers;
    this.ready = new ArrayBlockingQueue<>(kept);
  }

  /** A key that nobody else has. */
  public RsaPrivateKey take() throws InterruptedException {
    RsaPrivateKey key = ready.poll();
    refill();
    return key != null ? key : workers.compute(this::make);
  }

  private RsaPrivateKey make() {
    return RsaPrivateKey.generate(random);
  }

  private synchronized void refill() {
    notifyAll();
    if (!closed && refilling == null) {
      refilling = Thread.ofPlatform().daemon().name("truckee-keys").unstarted(this::fill);
      refilling.setPriority(Thread.MIN_PRIORITY);
      refilling.start();
    }
  }

  private void fill() {
    while (wantsMore()) {
      long begin = System.nanoTime();
      keep(make());
      pause(PAUSE * (System.nanoTime() - begin));
    }
  }

  private synchronized void keep(RsaPrivateKey key) {
    if (!closed) {
      ready.offer(key);
    }
  }

  /** Leaves the processor to others, until the last key is taken. */
  private synchronized void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; left > 0 && !closed && !ready.isEmpty(); ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, the pause is over.
    }
  }

  private synchronized boolean wantsMore() {
    boolean more = !closed && ready.remainingCapacity() > 0;
    if (!more) {
      refilling = null;
    }
    return more;
  }

  /** How many keys lie ready. */
  public int size() {
    return ready.size();
  }

  /** Makes no more keys, and forgets those that lie ready. */
  @Override
  public synchronized void close() {
    closed = true;
    ready.clear();
    notifyAll();
  }
}
