package org.truckee.grid.mutable.publish;

import java.time.Duration;
import org.truckee.grid.ServerId;

/** Hears how long servers take for writes. Thread-safe. */
@FunctionalInterface
interface WriteTimes {
  /** Nobody wants to know. */
  WriteTimes UNHEARD = (server, time) -> {};

  /** A server has taken a write, or refused it. */
  void took(ServerId server, Duration time);
}
