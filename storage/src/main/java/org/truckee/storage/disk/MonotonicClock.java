package org.truckee.storage.disk;

/** Time that only goes forward, for durations; what a calendar shows may jump. */
@FunctionalInterface
public interface MonotonicClock {
  /** The clock of the system. */
  MonotonicClock SYSTEM = System::nanoTime;

  /** Nanoseconds since some moment. Only differences mean anything. */
  long nanos();
}
