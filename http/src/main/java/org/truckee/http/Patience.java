package org.truckee.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer a client may be waited for: a credit that waiting uses up and bytes earn back,
 * but never beyond what it was in the beginning.
 */
final class Patience {
  private final long credit;
  private final int bytesPerSecond;
  private long waited;

  Patience(Duration credit, int bytesPerSecond) {
    this.credit = credit.toNanos();
    this.bytesPerSecond = bytesPerSecond;
  }

  /** What is left, in nanoseconds; not positive if it is used up. */
  long left() {
    return credit - waited;
  }

  /** How long it has been waited for beyond what bytes have earned, in nanoseconds. */
  long used() {
    return waited;
  }

  /** The client was waited for. */
  void use(long nanos) {
    waited += nanos;
  }

  /** Bytes have moved. */
  void earn(long bytes) {
    waited = Math.max(0, waited - TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond);
  }
}
