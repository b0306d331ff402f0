package org.truckee.sftp.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of one packet, with its length in front. */
final class PacketWriter {
  private static final int LENGTH = 4;

  private ByteBuffer bytes;

  /** Begins a packet of a kind; {@code capacity} is a guess at its size. */
  PacketWriter(PacketType type, int capacity) {
    bytes = ByteBuffer.allocate(LENGTH + 1 + capacity);
    bytes.position(LENGTH);
    bytes.put((byte) type.number());
  }

  PacketWriter uint32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  PacketWriter uint64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  PacketWriter string(byte[] value, int length) {
    room(Integer.BYTES + length).putInt(length).put(value, 0, length);
    return this;
  }

  PacketWriter string(byte[] value) {
    return string(value, value.length);
  }

  PacketWriter text(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] packet() {
    bytes.putInt(0, bytes.position() - LENGTH);
    return bytes.position() == bytes.capacity()
        ? bytes.array()
        : Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int wanted = Math.max(2 * bytes.capacity(), bytes.position() + more);
      bytes = ByteBuffer.allocate(wanted).put(bytes.flip());
    }
    return bytes;
  }
}
