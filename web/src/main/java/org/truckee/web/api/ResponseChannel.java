package org.truckee.web.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.truckee.http.Exchange;

/** The body of a response whose length is known; the last byte ends it. */
final class ResponseChannel implements WritableByteChannel {
  private final Exchange exchange;
  private long remaining;

  ResponseChannel(Exchange exchange, long length) throws IOException {
    this.exchange = exchange;
    this.remaining = length;
    if (length == 0) {
      exchange.send(ByteBuffer.allocate(0), true);
    }
  }

  @Override
  public int write(ByteBuffer data) throws IOException {
    int count = data.remaining();
    remaining -= count;
    exchange.send(data, remaining == 0);
    return count;
  }

  @Override
  public boolean isOpen() {
    return remaining > 0;
  }

  @Override
  public void close() {}
}
