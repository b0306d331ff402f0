package org.truckee.bench.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * File contents that cost next to nothing to make and to check, so that the measuring program stays
 * out of the measurement: one random block repeated, each time with its number and the seed in
 * front. Two seeds never give equal contents of 16 bytes or more.
 *
 * @param size in bytes
 * @param seed chooses the contents
 */
public record Payload(long size, long seed) {

  private static final int BLOCK = 1 << 18;

  public Payload {
    if (size < 0) {
      throw new IllegalArgumentException("a size below zero: " + size);
    }
  }

  /** Writes all of it. */
  public void writeTo(OutputStream out) throws IOException {
    byte[] block = pattern();
    for (long at = 0; at < size; at += BLOCK) {
      stamp(block, at);
      out.write(block, 0, (int) Math.min(BLOCK, size - at));
    }
  }

  /** All of it, for contents that fit into an array. */
  public byte[] bytes() {
    return bytes(0, Math.toIntExact(size));
  }

  /** A part of it. */
  public byte[] bytes(long offset, int length) {
    byte[] result = new byte[length];
    byte[] block = pattern();
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int within = (int) (at % BLOCK);
      stamp(block, at - within);
      int step = Math.min(BLOCK - within, length - done);
      System.arraycopy(block, within, result, done, step);
      done += step;
    }
    return result;
  }

  /**
   * Reads a stream to its end and compares.
   *
   * @throws IOException if the stream is shorter or longer, or differs
   */
  public void requireEqual(InputStream in) throws IOException {
    byte[] expected = pattern();
    byte[] actual = new byte[BLOCK];
    for (long at = 0; at < size; at += BLOCK) {
      stamp(expected, at);
      int length = (int) Math.min(BLOCK, size - at);
      int got = in.readNBytes(actual, 0, length);
      if (!Arrays.equals(expected, 0, length, actual, 0, got)) {
        throw new IOException(
            "contents differ within %d bytes from offset %d (%d bytes came)"
                .formatted(length, at, at + got));
      }
    }
    if (in.read() >= 0) {
      throw new IOException("more than the expected " + size + " bytes came");
    }
  }

  private byte[] pattern() {
    byte[] block = new byte[BLOCK];
    new SplittableRandom(seed).nextBytes(block);
    return block;
  }

  private void stamp(byte[] block, long at) {
    ByteBuffer.wrap(block).putLong(seed).putLong(at);
  }
}
