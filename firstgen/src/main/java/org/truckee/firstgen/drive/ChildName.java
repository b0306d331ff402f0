package org.truckee.firstgen.drive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The name of a child: any bytes, even none ({@code spec/12 §6.1}). In practice they are UTF-8. */
public final class ChildName implements Comparable<ChildName> {
  private final byte[] bytes;

  /** The name with a copy of these bytes. */
  public ChildName(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** The name in UTF-8. */
  public static ChildName of(String text) {
    return new ChildName(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Whether the bytes are UTF-8. */
  public boolean isText() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** The name as text: a character for each byte if they are not UTF-8. */
  public String text() {
    return new String(bytes, isText() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  @Override
  public int compareTo(ChildName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChildName that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }
}
