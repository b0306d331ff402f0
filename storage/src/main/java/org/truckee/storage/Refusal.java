package org.truckee.storage;

/** Why a server does not take a share that it does not have. */
public enum Refusal {
  /** Somebody is uploading it just now. */
  IN_PROGRESS,

  /** What is in its place is no share that the server could read, and is not set aside either. */
  UNREADABLE,

  /** There is no space for it, or too much is being uploaded at once. */
  NO_ROOM,

  /** The server takes no shares at all. */
  READ_ONLY,

  /** The server has not said; those of the reference never do. */
  UNKNOWN
}
