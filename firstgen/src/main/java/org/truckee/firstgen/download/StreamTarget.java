package org.truckee.firstgen.download;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that somebody else has opened and will close. */
public final class StreamTarget implements DownloadTarget<OutputStream> {
  private final OutputStream out;

  /** Writes to {@code out}. */
  public StreamTarget(OutputStream out) {
    this.out = out;
  }

  @Override
  public void open(long size) {}

  @Override
  public void write(byte[] data) throws IOException {
    out.write(data);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }

  @Override
  public void fail(Exception why) {}

  @Override
  public OutputStream finish() {
    return out;
  }
}
