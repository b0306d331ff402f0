package org.truckee.storage.disk;

import java.nio.ByteBuffer;

/** What the write-ahead log is told of a share. */
sealed interface LogEntry {
  /** The share that the entry is about. */
  ShareName name();

  /**
   * The share has come.
   *
   * @param container what is in its file
   */
  record Inserted(ShareName name, ByteBuffer container) implements LogEntry {}

  /** The share was deleted. */
  record Deleted(ShareName name) implements LogEntry {}

  /** The share is durable by itself from here on; earlier records of it do not count. */
  record Superseded(ShareName name) implements LogEntry {}

  /** The share, which is durable by itself, is about to be changed. */
  record Edited(ShareName name, StagedFile staged) implements LogEntry {}
}
