package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The armour of keys and certificates: base64 between a BEGIN and an END line. */
final class Pem {
  /** Far above every key and certificate; what is longer is not read. */
  private static final int MAX_LENGTH = 1 << 16;

  private static final Base64.Encoder ENCODER =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** One block with its final newline. */
  static String encode(String type, byte[] der) {
    return begin(type) + "\n" + ENCODER.encodeToString(der) + "\n" + end(type) + "\n";
  }

  /**
   * The content of the first block of {@code type} in {@code text}, whatever else is there; empty
   * if there is none.
   */
  static Optional<byte[]> decode(String type, String text) throws KeyFormatException {
    if (text.length() > MAX_LENGTH) {
      throw new KeyFormatException(
          "no PEM text of ours has more than %d characters, this has %d"
              .formatted(MAX_LENGTH, text.length()));
    }
    int begin = text.indexOf(begin(type));
    if (begin < 0) {
      return Optional.empty();
    }
    int start = begin + begin(type).length();
    int end = text.indexOf(end(type), start);
    if (end < 0) {
      throw new KeyFormatException("the PEM block %s has no end".formatted(type));
    }
    try {
      String base64 = text.substring(start, end).replaceAll("[\r\n\t ]", "");
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new KeyFormatException("the PEM block %s is not base64".formatted(type));
    }
  }

  /** The contents of all blocks of {@code type}, in their order. */
  static List<byte[]> decodeAll(String type, String text) throws KeyFormatException {
    List<byte[]> blocks = new ArrayList<>();
    String rest = text;
    Optional<byte[]> block = decode(type, rest);
    while (block.isPresent()) {
      blocks.add(block.get());
      rest = rest.substring(rest.indexOf(end(type)) + end(type).length());
      block = decode(type, rest);
    }
    return blocks;
  }

  private static String begin(String type) {
    return "-----BEGIN " + type + "-----";
  }

  private static String end(String type) {
    return "-----END " + type + "-----";
  }
}
