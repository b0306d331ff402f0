package org.truckee.grid.directory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import org.truckee.grid.NameOrder;
import org.truckee.grid.UnusableNameException;

/** Names of children ({@code spec/03 §2.2}): any Unicode text, in normalization form C. */
final class ChildNames {
  /** By code points, which is also the order of the bytes of UTF-8. */
  static final Comparator<String> ORDER = NameOrder.BY_CODE_POINTS;

  private ChildNames() {}

  /** The normal form of a name, which two names have in common that look the same. */
  static String normalize(String name) {
    return Normalizer.isNormalized(name, Normalizer.Form.NFC)
        ? name
        : Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** Reads a stored name. */
  static String decode(byte[] bytes, int start, int length) throws CharacterCodingException {
    return normalize(
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, start, length))
            .toString());
  }

  /**
   * A name as it is stored.
   *
   * @throws UnusableNameException if it has half a character
   */
  static byte[] encode(String name) throws UnusableNameException {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new UnusableNameException(
          "the name of a child has an unpaired surrogate, which cannot be stored", e);
    }
  }
}
