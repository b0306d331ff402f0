package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.truckee.storage.ProtocolException;

/** Where the body of an answer goes, piece by piece. */
interface AnswerBody {
  /**
   * Takes all of {@code piece}.
   *
   * @throws ProtocolException if it is more than was asked for
   */
  void put(ByteBuffer piece) throws ProtocolException;

  /** What was collected in memory of its own; empty if it went elsewhere. */
  byte[] collected();

  /** Collects up to {@code limit} bytes; more are an error, or are dropped. */
  static AnswerBody collect(int limit, boolean dropSurplus) {
    return new AnswerBody() {
      private byte[] bytes = new byte[Math.min(limit, 1024)];
      private int length;

      @Override
      public void put(ByteBuffer piece) throws ProtocolException {
        int taken = Math.min(piece.remaining(), limit - length);
        if (taken < piece.remaining() && !dropSurplus) {
          throw new ProtocolException("the server sent more than %d bytes".formatted(limit));
        }
        if (taken > bytes.length - length) {
          bytes =
              Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + taken, 2L * length)));
        }
        piece.get(bytes, length, taken);
        piece.position(piece.limit());
        length += taken;
      }

      @Override
      public byte[] collected() {
        return Arrays.copyOf(bytes, length);
      }
    };
  }

  /** Fills {@code target}; more than its remaining bytes are an error. */
  static AnswerBody into(ByteBuffer target) {
    return new AnswerBody() {
      @Override
      public void put(ByteBuffer piece) throws ProtocolException {
        if (piece.remaining() > target.remaining()) {
          throw new ProtocolException("the server sent more bytes than it announced");
        }
        target.put(piece);
      }

      @Override
      public byte[] collected() {
        return new byte[0];
      }
    };
  }
}
