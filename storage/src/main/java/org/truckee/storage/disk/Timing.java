package org.truckee.storage.disk;

/** An operation whose duration is recorded when it ends. */
interface Timing extends AutoCloseable {
  @Override
  void close();
}
