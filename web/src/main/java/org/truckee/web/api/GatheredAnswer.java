package org.truckee.web.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.truckee.http.Exchange;

/** An answer that is gathered before it is sent, so that its length can be told. */
final class GatheredAnswer extends OutputStream {
  private static final int PIECE = 32 << 10;

  private final RequestMemory memory;
  private final List<ByteBuffer> full = new ArrayList<>();
  private ByteBuffer last = ByteBuffer.allocate(PIECE / 8);
  private long length;

  /** An empty one. */
  GatheredAnswer(RequestMemory memory) {
    this.memory = memory;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    while (from < offset + count) {
      if (!last.hasRemaining()) {
        takeMore();
      }
      int now = Math.min(last.remaining(), offset + count - from);
      last.put(bytes, from, now);
      from += now;
    }
    length += count;
  }

  private void takeMore() throws IOException {
    try {
      memory.take(PIECE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the answer is not wanted any more");
    }
    full.add(last.flip());
    last = ByteBuffer.allocate(PIECE);
  }

  /** Sends it. */
  void send(Exchange exchange, int status, String contentType)
      throws IOException, InterruptedException {
    exchange.setContentType(contentType);
    exchange.begin(status, length);
    for (ByteBuffer piece : full) {
      exchange.send(piece, false);
    }
    exchange.send(last.flip(), true);
  }
}
