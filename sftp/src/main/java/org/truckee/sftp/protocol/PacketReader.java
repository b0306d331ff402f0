package org.truckee.sftp.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Reads the fields of one packet, and never beyond its end. */
final class PacketReader {
  private final ByteBuffer bytes;
  private OptionalInt id = OptionalInt.empty();

  PacketReader(byte[] packet) {
    this.bytes = ByteBuffer.wrap(packet);
  }

  int uint8() throws MalformedPacketException {
    try {
      return Byte.toUnsignedInt(bytes.get());
    } catch (BufferUnderflowException _) {
      throw malformed("the packet ends too early");
    }
  }

  int uint32() throws MalformedPacketException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException _) {
      throw malformed("the packet ends too early");
    }
  }

  long uint64() throws MalformedPacketException {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException _) {
      throw malformed("the packet ends too early");
    }
  }

  /** The number of the request; what is malformed after it is reported with it. */
  int id() throws MalformedPacketException {
    int number = uint32();
    id = OptionalInt.of(number);
    return number;
  }

  byte[] string() throws MalformedPacketException {
    int length = uint32();
    if (length < 0 || length > bytes.remaining()) {
      throw malformed("a string is longer than its packet");
    }
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  String text() throws MalformedPacketException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(string())).toString();
    } catch (CharacterCodingException _) {
      throw malformed("a text is not UTF-8");
    }
  }

  MalformedPacketException malformed(String why) {
    return new MalformedPacketException(id, why);
  }
}
