package org.truckee.firstgen.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A file in memory, up to a size. */
public final class MemoryTarget implements DownloadTarget<byte[]> {
  private final int max;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** For files of at most {@code max} bytes. */
  public MemoryTarget(int max) {
    this.max = max;
  }

  @Override
  public void open(long size) throws IOException {
    if (size > max) {
      throw new IOException("a file of %d bytes; at most %d are wanted".formatted(size, max));
    }
  }

  @Override
  public void write(byte[] data) {
    bytes.writeBytes(data);
  }

  @Override
  public void close() {}

  @Override
  public void fail(Exception why) {
    bytes.reset();
  }

  @Override
  public byte[] finish() {
    return bytes.toByteArray();
  }
}
