package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Netstrings: {@code dec(length) ":" bytes ","} ({@code spec/01 §1.1}). */
public final class Netstring {
  /** More digits than any length has, so that leading zeros cannot go on for ever. */
  private static final int MAX_DIGITS = 20;

  private Netstring() {}

  /**
   * What was split off, and where the rest begins.
   *
   * @param elements the values
   * @param end the position of the first byte that was not consumed
   */
  public record Split(List<byte[]> elements, int end) {
    /** Copies the list. */
    public Split {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Where a value lies in what it was split off from.
   *
   * @param start the position of its first byte
   * @param end the position behind its last byte, where the comma is
   */
  public record Span(int start, int end) {
    /** The position behind the netstring. */
    public int next() {
      return end + 1;
    }

    /** The length of the value in bytes. */
    public int length() {
      return end - start;
    }
  }

  /** The netstring of {@code value}. */
  public static byte[] encode(byte[] value) {
    byte[] length = Integer.toString(value.length).getBytes(StandardCharsets.US_ASCII);
    byte[] result = new byte[length.length + value.length + 2];
    System.arraycopy(length, 0, result, 0, length.length);
    result[length.length] = ':';
    System.arraycopy(value, 0, result, length.length + 1, value.length);
    result[result.length - 1] = ',';
    return result;
  }

  /**
   * Splits {@code count} values off {@code data}, from {@code position} on; what comes behind them
   * does not matter. Lengths may have leading zeros. No more memory is used than {@code data} has.
   *
   * @throws NetstringException if there are fewer values, or one is damaged
   */
  public static Split split(byte[] data, int position, int count) throws NetstringException {
    if (position < 0 || position > data.length || count < 0) {
      throw new IllegalArgumentException(
          "%d netstrings from %d on in %d bytes".formatted(count, position, data.length));
    }
    List<byte[]> elements = new ArrayList<>();
    int at = position;
    while (elements.size() < count) {
      Span span = span(data, at, data.length);
      elements.add(Arrays.copyOfRange(data, span.start(), span.end()));
      at = span.next();
    }
    return new Split(elements, at);
  }

  /**
   * Finds the value that begins at {@code position}, without copying it. Lengths may have leading
   * zeros.
   *
   * @param limit where the data ends, at most {@code data.length}
   * @throws NetstringException if there is none, or it is damaged
   */
  public static Span span(byte[] data, int position, int limit) throws NetstringException {
    if (position >= limit) {
      throw new NetstringException("ran out of netstrings", position);
    }
    int start = endOfLength(data, position, limit) + 1;
    long end = start + length(data, position, start - 1);
    if (end >= limit) {
      throw new NetstringException("the data ends within a netstring", position);
    }
    if (data[(int) end] != ',') {
      throw new NetstringException("a netstring does not end with a comma", position);
    }
    return new Span(start, (int) end);
  }

  /**
   * Splits as {@link #split(byte[], int, int)} does, and demands that {@code trailer} and nothing
   * else comes behind.
   *
   * @throws NetstringException if anything else comes behind, if there are fewer values, or if one
   *     is damaged
   */
  public static Split split(byte[] data, int position, int count, byte[] trailer)
      throws NetstringException {
    Split split = split(data, position, count);
    if (!Arrays.equals(data, split.end(), data.length, trailer, 0, trailer.length)) {
      throw new NetstringException("leftover data in netstrings", split.end());
    }
    return new Split(split.elements(), data.length);
  }

  private static int endOfLength(byte[] data, int from, int limit) throws NetstringException {
    for (int i = from; i < limit && i <= from + MAX_DIGITS; i++) {
      if (data[i] == ':') {
        return i;
      }
      if (data[i] < '0' || data[i] > '9') {
        break;
      }
    }
    throw new NetstringException("a netstring does not begin with a length and a colon", from);
  }

  private static long length(byte[] data, int from, int to) throws NetstringException {
    long length = 0;
    for (int i = from; i < to; i++) {
      length = length * 10 + data[i] - '0';
      if (length > data.length) {
        throw new NetstringException("the data ends within a netstring", from);
      }
    }
    if (from == to) {
      throw new NetstringException("a netstring does not begin with a length and a colon", from);
    }
    return length;
  }
}
