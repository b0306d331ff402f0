package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import org.truckee.grid.Source;

/**
 * Contents that are sent on while they arrive, and are kept nowhere: they can be read once. For
 * files with a key of their own; a convergent key needs the whole file.
 */
final class ArrivingSource implements Source {
  private final InputStream contents;
  private final long size;
  private boolean opened;

  /**
   * Contents that are still on their way.
   *
   * @param size how many bytes there will be
   */
  ArrivingSource(InputStream contents, long size) {
    this.contents = contents;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    if (opened) {
      throw new IOException("contents that arrive cannot be read a second time");
    }
    opened = true;
    return contents;
  }
}
