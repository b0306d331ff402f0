package org.truckee.grid;

import java.io.IOException;

/** What a stream had until its end, kept until it is closed. */
public interface SpooledSource extends Source, AutoCloseable {
  /** Frees the memory, or removes the file, that it was kept in. */
  @Override
  void close() throws IOException;
}
