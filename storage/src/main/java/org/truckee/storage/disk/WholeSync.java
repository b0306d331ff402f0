package org.truckee.storage.disk;

import java.io.Closeable;
import java.io.IOException;

/** Makes everything on a file system durable with one call, where a system can do that. */
interface WholeSync extends Closeable {
  /** For systems that cannot. */
  WholeSync NONE =
      new WholeSync() {
        @Override
        public void open() {}

        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void sync() throws IOException {
          throw new IOException("this system cannot sync a file system");
        }

        @Override
        public void close() {}
      };

  /** From here on no loss of anything that is written stays unnoticed by {@link #sync}. */
  void open();

  /** Whether it was opened, and can be used. */
  boolean isOpen();

  /**
   * Returns when everything that was written before is durable, contents and names.
   *
   * @throws IOException if anything was lost, of whatever file
   */
  void sync() throws IOException;

  @Override
  void close();
}
