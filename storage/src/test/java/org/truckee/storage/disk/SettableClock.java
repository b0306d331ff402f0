package org.truckee.storage.disk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock, for dates and for durations, that stands still until a test moves it. */
public final class SettableClock extends Clock implements MonotonicClock {
  private volatile Instant now;
  private volatile long nanos;

  /** A clock that shows some moment. */
  public SettableClock() {
    this(Instant.ofEpochSecond(1_700_000_000));
  }

  /** A clock that shows the given moment. */
  public SettableClock(Instant now) {
    this.now = now;
  }

  /** Moves it forward. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  /** Sets what the calendar shows; no time passes. */
  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
