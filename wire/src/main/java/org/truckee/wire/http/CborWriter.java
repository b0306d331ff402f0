package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.truckee.storage.ShareNumber;

/**
 * Writes CBOR items with minimal integers and definite lengths ({@code spec/05 §3.6}). The caller
 * writes as many items after {@link #map} and {@link #array} as it announced.
 */
final class CborWriter {
  private byte[] out;
  private int length;

  CborWriter() {
    this(256);
  }

  /** Writes without growing up to so many bytes. */
  CborWriter(int capacity) {
    out = new byte[capacity];
  }

  CborWriter uint(long value) {
    return head(0, value);
  }

  CborWriter bytes(byte[] value) {
    return head(2, value.length).raw(value);
  }

  /** The remaining bytes, which are not consumed. */
  CborWriter bytes(ByteBuffer value) {
    head(2, value.remaining());
    room(value.remaining());
    value.get(value.position(), out, length, value.remaining());
    length += value.remaining();
    return this;
  }

  CborWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return head(3, utf8.length).raw(utf8);
  }

  CborWriter array(int items) {
    return head(4, items);
  }

  CborWriter map(int entries) {
    return head(5, entries);
  }

  CborWriter bool(boolean value) {
    return raw((byte) (value ? 0xf5 : 0xf4));
  }

  CborWriter nothing() {
    return raw((byte) 0xf6);
  }

  /** A set of share numbers: tag 258 on an array, ascending. */
  CborWriter shares(Collection<ShareNumber> shares) {
    head(6, 258).array(shares.size());
    shares.stream().sorted().forEach(share -> uint(share.value()));
    return this;
  }

  /** What was written, not copied. */
  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(out, 0, length);
  }

  /** What was written. */
  byte[] toBytes() {
    return Arrays.copyOf(out, length);
  }

  private CborWriter head(int major, long argument) {
    int type = major << 5;
    if (argument >= 0 && argument < 24) {
      return raw((byte) (type | argument));
    }
    int log =
        argument < 0 || argument > 0xffffffffL
            ? 3
            : argument > 0xffff ? 2 : argument > 0xff ? 1 : 0;
    raw((byte) (type | 24 + log));
    for (int shift = (8 << log) - 8; shift >= 0; shift -= 8) {
      raw((byte) (argument >>> shift));
    }
    return this;
  }

  private CborWriter raw(byte... bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, length, bytes.length);
    length += bytes.length;
    return this;
  }

  private void room(int bytes) {
    if (out.length - length < bytes) {
      out = Arrays.copyOf(out, Math.addExact(length, Math.max(length, bytes)));
    }
  }
}
