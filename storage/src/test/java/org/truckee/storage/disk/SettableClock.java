package org.truckee.storage.disk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public final class SettableClock extends Clock {
  private volatile Instant now;

  /** A clock that shows some moment. */
  public SettableClock() {
    this(Instant.ofEpochSecond(1_700_000_000));
  }

  /** A clock that shows the given moment. */
  public SettableClock(Instant now) {
    this.now = now;
  }

  /** Moves it forward. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Sets it. */
  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
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
