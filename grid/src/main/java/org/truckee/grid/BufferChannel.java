package org.truckee.grid;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A buffer as the target of a download. */
record BufferChannel(ByteBuffer target) implements WritableByteChannel {
  @Override
  public int write(ByteBuffer source) {
    int length = source.remaining();
    target.put(source);
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
