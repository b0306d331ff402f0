package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.truckee.storage.ProtocolException;

/** Where the body of an answer goes, piece by piece. */
interface AnswerBody {
  /** Room for an answer whose length is unknown, before anything of it has come. */
  int FIRST_BYTES = 1024;

  /** Room that is given on the word of a server. */
  int MOST_AT_ONCE = 2 << 20;

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
    return collect(limit, dropSurplus, FIRST_BYTES);
  }

  /**
   * The same, with room for what the server says that it will send: so much is there at once.
   *
   * @param announced the length of the body by its header, negative if it says nothing
   */
  static AnswerBody collect(int limit, boolean dropSurplus, long announced) {
    int first = Math.clamp(announced, Math.min(limit, FIRST_BYTES), MOST_AT_ONCE);
    return new AnswerBody() {
      private byte[] bytes = new byte[Math.min(limit, first)];
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
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
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
