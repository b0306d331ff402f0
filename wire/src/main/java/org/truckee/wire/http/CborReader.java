package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CBOR items as the protocol's messages need them ({@code spec/05 §3.6}): the caller says
 * which type must come next, and anything else is an error.
 *
 * <p>Nothing is skipped and nothing is nested but what the caller asks for, so neither depth nor
 * memory is the sender's choice: a string or an array cannot be longer than the bytes that are
 * there. A general CBOR parser does not serve here because it loses the difference between text,
 * byte string and integer keys, which the protocol makes.
 */
final class CborReader {
  private static final int UINT = 0;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int SIMPLE = 7;
  private static final int FALSE = 0xf4;
  private static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int BREAK = 0xff;
  private static final int INDEFINITE = 31;
  private static final long SET_TAG = 258;
  private static final String[] NAMES = {
    "an unsigned integer",
    "a negative integer",
    "a byte string",
    "a text string",
    "an array",
    "a map",
    "a tag",
    "a simple value or float"
  };

  private final ByteBuffer in;

  /** Reads from the position of {@code in}, which moves along. */
  CborReader(ByteBuffer in) {
    this.in = in;
  }

  CborReader(byte[] in) {
    this(ByteBuffer.wrap(in));
  }

  /** An unsigned integer; one of 2⁶³ or more comes as {@link Long#MAX_VALUE}. */
  long uint() throws MalformedCborException {
    long value = argument(initial(UINT), UINT);
    return value < 0 ? Long.MAX_VALUE : value;
  }

  byte[] bytes() throws MalformedCborException {
    return string(BYTES);
  }

  String text() throws MalformedCborException {
    byte[] utf8 = string(TEXT);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedCborException("a text string before byte %d is not UTF-8".formatted(at()));
    }
  }

  boolean bool() throws MalformedCborException {
    int first = next();
    if (first != TRUE && first != FALSE) {
      throw unexpected(first, "a boolean");
    }
    return first == TRUE;
  }

  /** Whether null comes next; reads it if so. */
  boolean tryNull() throws MalformedCborException {
    if (peek() != NULL) {
      return false;
    }
    in.get();
    return true;
  }

  /** Begins an array of any length. */
  Items array() throws MalformedCborException {
    return new Items(initial(ARRAY), ARRAY, Long.MAX_VALUE);
  }

  /** Begins an array of at most {@code maximum} items. */
  Items array(int maximum) throws MalformedCborException {
    return new Items(initial(ARRAY), ARRAY, maximum);
  }

  /** Begins a set, which is an array with tag 258, of at most {@code maximum} items. */
  Items set(int maximum) throws MalformedCborException {
    int first = initial(TAG);
    if (argument(first, TAG) != SET_TAG) {
      throw new MalformedCborException("expected a set before byte " + at());
    }
    return array(maximum);
  }

  /** Begins a map of any number of entries. */
  Items map() throws MalformedCborException {
    return map(Integer.MAX_VALUE);
  }

  /** Begins a map of at most {@code maximum} entries. */
  Items map(int maximum) throws MalformedCborException {
    return new Items(initial(MAP), MAP, maximum);
  }

  /** The error for a key that the map at hand must not have. */
  MalformedCborException unknownKey() {
    return new MalformedCborException("unknown key before byte " + at());
  }

  /** Checks that a key of a closed map was there. */
  void require(boolean present, String key) throws MalformedCborException {
    if (!present) {
      throw new MalformedCborException("the key “%s” is missing".formatted(key));
    }
  }

  /** The items of an array, or the entries of a map, that are still to come. */
  final class Items {
    private final long maximum;
    private final boolean indefinite;
    private final long count;
    private long taken;

    private Items(int first, int major, long maximum) throws MalformedCborException {
      this.maximum = maximum;
      this.indefinite = (first & 0x1f) == INDEFINITE;
      this.count = indefinite ? Long.MAX_VALUE : argument(first, major);
      // Each item takes at least a byte: a larger count is a lie.
      if (!indefinite && (count < 0 || count > in.remaining())) {
        throw new MalformedCborException(
            "%s before byte %d is cut off".formatted(NAMES[major], at()));
      }
      if (!indefinite && count > maximum) {
        throw tooMany();
      }
    }

    /** Whether another one comes; the caller must then read it. */
    boolean next() throws MalformedCborException {
      if (indefinite && peek() == BREAK) {
        in.get();
        return false;
      }
      if (taken == count) {
        return false;
      }
      if (taken++ == maximum) {
        throw tooMany();
      }
      return true;
    }

    private MalformedCborException tooMany() {
      return new MalformedCborException(
          "more than %d items before byte %d".formatted(maximum, at()));
    }
  }

  private byte[] string(int major) throws MalformedCborException {
    int first = initial(major);
    if ((first & 0x1f) != INDEFINITE) {
      return take(argument(first, major));
    }
    List<byte[]> pieces = new ArrayList<>();
    int length = 0;
    while (peek() != BREAK) {
      int piece = initial(major);
      if ((piece & 0x1f) == INDEFINITE) {
        throw unexpected(piece, "a piece of definite length");
      }
      byte[] bytes = take(argument(piece, major));
      length += bytes.length;
      pieces.add(bytes);
    }
    in.get();
    ByteBuffer whole = ByteBuffer.allocate(length);
    pieces.forEach(whole::put);
    return whole.array();
  }

  private byte[] take(long length) throws MalformedCborException {
    if (length < 0 || length > in.remaining()) {
      throw new MalformedCborException("a string before byte %d is cut off".formatted(at()));
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  /** The first byte of an item, which must have this major type. */
  private int initial(int major) throws MalformedCborException {
    int first = next();
    boolean sized = (first & 0x1f) != INDEFINITE || (major >= BYTES && major <= MAP);
    if (first >>> 5 != major || !sized) {
      throw unexpected(first, NAMES[major]);
    }
    return first;
  }

  /** The argument that belongs to {@code first}, as 64 unsigned bits. */
  private long argument(int first, int major) throws MalformedCborException {
    int info = first & 0x1f;
    if (info < 24) {
      return info;
    }
    int width = info > 27 ? 0 : 1 << (info - 24);
    if (width == 0 || in.remaining() < width) {
      throw new MalformedCborException(
          "%s before byte %d is cut off".formatted(NAMES[major], at()));
    }
    return switch (width) {
      case 1 -> in.get() & 0xffL;
      case 2 -> in.getShort() & 0xffffL;
      case 4 -> in.getInt() & 0xffffffffL;
      default -> in.getLong();
    };
  }

  private int peek() throws MalformedCborException {
    if (!in.hasRemaining()) {
      throw new MalformedCborException("the message ends too early");
    }
    return in.get(in.position()) & 0xff;
  }

  private int next() throws MalformedCborException {
    int first = peek();
    in.get();
    return first;
  }

  private MalformedCborException unexpected(int first, String wanted) {
    String found = first == BREAK ? "the end of a sequence" : NAMES[first >>> 5];
    if (first >>> 5 == SIMPLE && first <= NULL && first >= FALSE) {
      found = first == NULL ? "null" : "a boolean";
    }
    return new MalformedCborException(
        "expected %s but found %s before byte %d".formatted(wanted, found, at()));
  }

  private int at() {
    return in.position();
  }
}
