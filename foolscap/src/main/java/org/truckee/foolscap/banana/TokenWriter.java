package org.truckee.foolscap.banana;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Writes Banana tokens in their canonical forms ({@code spec/06 §5}). Used by one thread at a time.
 */
public final class TokenWriter {
  private static final int MAX_ERROR = 1000;
  private static final int DIGIT_BITS = 7;
  private static final BigInteger INT_LIMIT = BigInteger.valueOf(1L << 31);

  private final OutputStream out;
  private final Vocabulary vocabulary;

  /** Writes to {@code out}, which should have a buffer. */
  public TokenWriter(OutputStream out, Vocabulary vocabulary) {
    this.out = out;
    this.vocabulary = vocabulary;
  }

  /** A number: INT, NEG, LONGINT or LONGNEG, by its size. */
  public void integer(BigInteger value) throws IOException {
    BigInteger magnitude = value.abs();
    boolean negative = value.signum() < 0;
    boolean small = negative ? magnitude.compareTo(INT_LIMIT) <= 0 : value.compareTo(INT_LIMIT) < 0;
    if (small) {
      head(magnitude.longValueExact(), negative ? TokenType.NEG : TokenType.INT);
      return;
    }
    byte[] bytes = magnitude.toByteArray();
    int skip = bytes[0] == 0 ? 1 : 0;
    head(bytes.length - skip, negative ? TokenType.LONGNEG : TokenType.LONGINT);
    out.write(bytes, skip, bytes.length - skip);
  }

  /** A number that fits into a long. */
  public void integer(long value) throws IOException {
    if (value >= 0 && value <= Integer.MAX_VALUE) {
      head(value, TokenType.INT);
    } else {
      integer(BigInteger.valueOf(value));
    }
  }

  /** A floating point number. */
  public void floating(double value) throws IOException {
    out.write(TokenType.FLOAT.code());
    out.write(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
  }

  /** A byte string: VOCAB if it is a word of the vocabulary, STRING otherwise. */
  public void string(byte[] bytes) throws IOException {
    OptionalInt word = vocabulary.position(bytes);
    if (word.isPresent()) {
      head(word.getAsInt(), TokenType.VOCAB);
    } else {
      stringHead(bytes.length);
      out.write(bytes);
    }
  }

  /** Text, as a byte string in UTF-8. */
  public void string(String text) throws IOException {
    string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The head of a STRING whose body the caller writes to {@link #body} afterwards. */
  public void stringHead(long length) throws IOException {
    head(length, TokenType.STRING);
  }

  /** Where the body of a STRING goes. */
  public OutputStream body() {
    return out;
  }

  /** The beginning of a sequence. */
  public void open(long number) throws IOException {
    head(number, TokenType.OPEN);
  }

  /** The end of a sequence. */
  public void close(long number) throws IOException {
    head(number, TokenType.CLOSE);
  }

  /** Gives up the innermost sequence; it must be closed all the same. */
  public void abort(long number) throws IOException {
    head(number, TokenType.ABORT);
  }

  /** Says why the connection will be closed; as much of the text as the token can hold. */
  public void error(String text) throws IOException {
    byte[] bytes = Utf8.shortened(text, MAX_ERROR);
    head(bytes.length, TokenType.ERROR);
    out.write(bytes);
  }

  /** Asks for a PONG. */
  public void ping(BigInteger number) throws IOException {
    control(number, TokenType.PING);
  }

  /** Answers a PING. */
  public void pong(BigInteger number) throws IOException {
    control(number, TokenType.PONG);
  }

  /** Hands everything to the transport. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Zero has no digits here, and one digit everywhere else. */
  private void control(BigInteger number, TokenType type) throws IOException {
    BigInteger rest = number;
    while (rest.signum() > 0) {
      out.write(rest.intValue() & 0x7f);
      rest = rest.shiftRight(DIGIT_BITS);
    }
    out.write(type.code());
  }

  private void head(long value, TokenType type) throws IOException {
    long rest = value;
    do {
      out.write((int) (rest & 0x7f));
      rest >>>= DIGIT_BITS;
    } while (rest != 0);
    out.write(type.code());
  }
}
