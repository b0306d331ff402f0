package org.truckee.foolscap.value;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A byte string that need not be in memory: its length is known, its bytes come from a stream.
 *
 * <p>As an argument or result that is sent, the source is opened once, when the call is written; if
 * it cannot be opened, the call alone is given up, and if it breaks off later, the connection is
 * lost, as a byte string cannot be ended early. As one that was received, it must be read by the
 * method that got it before it returns; what it leaves is thrown away.
 */
public final class ByteStream implements Value {
  private final long length;
  private final Source source;

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {
    /** Opens the stream; called once at most. */
    InputStream open() throws IOException;
  }

  /** A byte string of {@code length} bytes out of {@code source}. */
  public ByteStream(long length, Source source) {
    if (length < 0) {
      throw new IllegalArgumentException("a byte string of " + length + " bytes");
    }
    this.length = length;
    this.source = source;
  }

  /** Bytes that are in memory all the same. */
  public static ByteStream of(byte[] bytes) {
    return new ByteStream(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** Length in bytes. */
  public long length() {
    return length;
  }

  /** The bytes. */
  public InputStream open() throws IOException {
    return source.open();
  }

  @Override
  public String toString() {
    return "ByteStream[" + length + "]";
  }
}
