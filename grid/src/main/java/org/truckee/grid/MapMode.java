package org.truckee.grid;

/** How thoroughly servers are asked for the versions of a mutable file ({@code spec/02 §9.3}). */
public enum MapMode {
  /** Until one recoverable version is known that is likely to be the newest. */
  READ,

  /** Until any recoverable version is known. */
  ANYTHING,

  /** Until all shares are known that servers hold which are in the file's usual places. */
  WRITE,

  /** All servers. */
  CHECK,

  /** All servers, also for what is needed to write. */
  REPAIR
}
