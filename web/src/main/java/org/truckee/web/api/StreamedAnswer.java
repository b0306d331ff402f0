package org.truckee.web.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.truckee.http.Exchange;

/**
 * The body of an answer whose length nobody knows when it begins, sent in large pieces. One that is
 * not closed breaks off, so that its receiver does not take it for whole.
 */
final class StreamedAnswer extends OutputStream {
  private static final int PIECE = 64 << 10;

  private final Exchange exchange;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

  /** For an answer that has begun. */
  StreamedAnswer(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    while (from < offset + count) {
      if (!piece.hasRemaining()) {
        send(false);
      }
      int now = Math.min(piece.remaining(), offset + count - from);
      piece.put(bytes, from, now);
      from += now;
    }
  }

  private void send(boolean last) throws IOException {
    exchange.send(piece.flip(), last);
    piece.clear();
  }

  @Override
  public void close() throws IOException {
    send(true);
  }
}
