package org.truckee.foolscap.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** The bytes of a peer, and when the last of them came. */
final class HeardInput extends InputStream {
  private final InputStream in;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile long last = System.nanoTime();

  HeardInput(InputStream in) {
    this.in = in;
  }

  /** Counted down when the first bytes have come. */
  CountDownLatch first() {
    return first;
  }

  long silentNanos() {
    return System.nanoTime() - last;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    last = System.nanoTime();
    first.countDown();
    return count;
  }
}
