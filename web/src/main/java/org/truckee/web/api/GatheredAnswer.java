package org.truckee.web.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.truckee.http.Exchange;

/**
 * An answer that is gathered before it is sent, so that its length can be told. A long one is sent
 * while it is made.
 */
final class GatheredAnswer extends OutputStream {
  private static final int PIECE = 32 << 10;

  /** What is longer goes without its length. */
  private static final int MOST = 1 << 20;

  private final Exchange exchange;
  private final int status;
  private final RequestMemory memory;
  private final List<ByteBuffer> full = new ArrayList<>();
  private ByteBuffer last = ByteBuffer.allocate(PIECE / 8);
  private long length;
  private boolean begun;

  /** An empty one. */
  GatheredAnswer(Exchange exchange, int status, String contentType, RequestMemory memory) {
    this.exchange = exchange;
    this.status = status;
    this.memory = memory;
    exchange.setContentType(contentType);
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
        makeRoom();
      }
      int now = Math.min(last.remaining(), offset + count - from);
      last.put(bytes, from, now);
      from += now;
      length += now;
    }
  }

  private void makeRoom() throws IOException {
    try {
      if (length < MOST) {
        memory.take(PIECE);
        full.add(last.flip());
        last = ByteBuffer.allocate(PIECE);
      } else {
        begin();
        exchange.send(last.flip(), false);
        last.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the answer is not wanted any more");
    }
  }

  private void begin() throws IOException, InterruptedException {
    if (!begun) {
      begun = true;
      exchange.begin(status);
      sendGathered();
    }
  }

  private void sendGathered() throws IOException {
    for (ByteBuffer piece : full) {
      exchange.send(piece, false);
    }
    full.clear();
  }

  /** Sends it, or what is left of it. */
  void finish() throws IOException, InterruptedException {
    if (!begun) {
      exchange.begin(status, length);
      sendGathered();
    }
    exchange.send(last.flip(), true);
  }
}
