package org.truckee.foolscap.banana;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.truckee.foolscap.BananaException;

/**
 * Takes a stream of bytes apart into Banana tokens ({@code spec/06 §5}). A body is not read before
 * somebody asks for it, so that its size can be judged first; the next token skips what was left of
 * it. Memory is spent as bytes arrive, never because a header announces them.
 *
 * <p>Used by one thread.
 */
public final class TokenReader {
  private static final int MAX_HEADER = 64;
  private static final int MAX_ERROR = 1000;
  private static final int BUFFER = 16 << 10;
  private static final int FIRST_PIECE = 64 << 10;
  private static final int DIGIT_BITS = 7;

  /** As many digits as always fit into a long. */
  private static final int LONG_DIGITS = 9;

  private final InputStream in;
  private final ControlTokens control;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;

  private final byte[] header = new byte[MAX_HEADER];
  private int headerLength;
  private TokenType type = TokenType.CLOSE;
  private long unread;

  /** Reads from {@code in}, which needs no buffer of its own. */
  public TokenReader(InputStream in, ControlTokens control) {
    this.in = in;
    this.control = control;
  }

  /**
   * Waits for the next token that is no PING or PONG.
   *
   * @throws EOFException if the stream ends
   * @throws PeerErrorException if it is an ERROR
   * @throws BananaException if it is no token
   */
  public TokenType next() throws IOException {
    skipBody();
    while (true) {
      readHeader();
      switch (type) {
        case PING -> control.ping(number());
        case PONG -> control.pong(number());
        case ERROR -> throw peerError();
        case LIST -> throw new BananaException("the LIST token is obsolete");
        case INT, STRING, NEG, FLOAT, LONGINT, LONGNEG, VOCAB, OPEN, CLOSE, ABORT -> {
          return type;
        }
      }
    }
  }

  private void readHeader() throws IOException {
    headerLength = 0;
    int octet = read();
    while (octet < 0x80) {
      if (headerLength == MAX_HEADER) {
        throw new BananaException("a token begins with more than 64 header bytes");
      }
      header[headerLength++] = (byte) octet;
      octet = read();
    }
    int code = octet;
    type =
        TokenType.ofCode(code)
            .orElseThrow(() -> new BananaException("invalid type byte 0x%02x".formatted(code)));
    unread = type.hasBody() ? magnitude() : 0;
  }

  private PeerErrorException peerError() throws IOException {
    if (unread > MAX_ERROR) {
      throw new BananaException("oversized ERROR token");
    }
    return new PeerErrorException(new String(body(), StandardCharsets.UTF_8));
  }

  /** The number in the header of the current token. */
  public BigInteger number() {
    if (headerLength <= LONG_DIGITS) {
      return BigInteger.valueOf(magnitude());
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = headerLength - 1; i >= 0; i--) {
      value = value.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(header[i]));
    }
    return value;
  }

  /** The number in the header as a long; {@link Long#MAX_VALUE} if it is greater than that. */
  public long magnitude() {
    long value = 0;
    for (int i = headerLength - 1; i >= 0; i--) {
      if (value > Long.MAX_VALUE >>> DIGIT_BITS) {
        return Long.MAX_VALUE;
      }
      value = (value << DIGIT_BITS) | header[i];
    }
    return value;
  }

  /** The value of the current FLOAT, of which nothing has been read yet. */
  public double floatValue() throws IOException {
    byte[] bits = new byte[Double.BYTES];
    readFully(bits, 0, bits.length);
    return ByteBuffer.wrap(bits).getDouble();
  }

  /** How many bytes of the current body have not been read. */
  public long unread() {
    return unread;
  }

  /** What is left of the current body. */
  public byte[] body() throws IOException {
    if (unread > Integer.MAX_VALUE - 8) {
      throw new BananaException("no byte string of %d bytes fits into memory".formatted(unread));
    }
    int length = (int) unread;
    byte[] bytes = new byte[Math.min(length, FIRST_PIECE)];
    int got = 0;
    while (true) {
      readFully(bytes, got, bytes.length - got);
      got = bytes.length;
      unread = length - (long) got;
      if (got == length) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * got));
    }
  }

  /** Reads some of the current body: at least one byte, or −1 if there is nothing left of it. */
  public int readBody(byte[] target, int offset, int length) throws IOException {
    if (unread == 0) {
      return -1;
    }
    int count = readSome(target, offset, (int) Math.min(length, unread));
    unread -= count;
    return count;
  }

  /** Throws away what is left of the current body. */
  public void skipBody() throws IOException {
    while (unread > 0) {
      if (at == filled) {
        fill();
      }
      int count = (int) Math.min(unread, filled - at);
      at += count;
      unread -= count;
    }
  }

  private void readFully(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      done += readSome(target, offset + done, length - done);
    }
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    if (at == filled) {
      if (length >= buffer.length) {
        int count = in.read(target, offset, length);
        if (count < 0) {
          throw new EOFException("the peer closed the connection");
        }
        return count;
      }
      fill();
    }
    int count = Math.min(length, filled - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    return count;
  }

  private int read() throws IOException {
    if (at == filled) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    if (count < 0) {
      throw new EOFException("the peer closed the connection");
    }
    at = 0;
    filled = count;
  }
}
