package org.truckee.foolscap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.truckee.foolscap.banana.Vocabulary;

/** Tokens in the notation of the recorded vectors. */
public final class TokenText {
  private static final String[] NAMES = {
    "LIST", "INT", "STRING", "NEG", "FLOAT", "LONGINT", "LONGNEG", "VOCAB", "OPEN", "CLOSE",
    "ABORT", "0x8b", "0x8c", "ERROR", "PING", "PONG"
  };

  private final ByteBuffer bytes;

  TokenText(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** All complete tokens. */
  public static List<String> of(byte[] bytes) {
    TokenText text = new TokenText(bytes);
    List<String> tokens = new ArrayList<>();
    while (text.bytes.hasRemaining()) {
      tokens.add(text.next());
    }
    return tokens;
  }

  /** The tokens of each message. */
  public static List<String> messages(byte[] bytes) {
    List<String> messages = new ArrayList<>();
    List<String> current = new ArrayList<>();
    int depth = 0;
    for (String token : of(bytes)) {
      current.add(token);
      depth += token.startsWith("OPEN") ? 1 : token.startsWith("CLOSE") ? -1 : 0;
      if (depth == 0) {
        messages.add(String.join(" ", current));
        current.clear();
      }
    }
    return messages;
  }

  /** How many bytes have been taken. */
  int position() {
    return bytes.position();
  }

  String next() {
    long header = 0;
    int shift = 0;
    int octet = bytes.get() & 0xff;
    while (octet < 0x80) {
      header |= (long) octet << shift;
      shift += 7;
      octet = bytes.get() & 0xff;
    }
    String name = NAMES[octet & 0x7f];
    return switch (name) {
      case "STRING", "ERROR" -> name + "(" + string(body((int) header)) + ")";
      case "LONGINT", "LONGNEG" ->
          name + "(hex:" + HexFormat.of().formatHex(body((int) header)) + ")";
      case "FLOAT" -> name + "(hex:" + HexFormat.of().formatHex(body(8)) + ")";
      case "VOCAB" ->
          "VOCAB(%d=%s)"
              .formatted(
                  header,
                  Vocabulary.PROTOCOL_WORDS
                      .word(header)
                      .map(word -> new String(word, StandardCharsets.US_ASCII))
                      .orElse("?"));
      default -> name + "(" + header + ")";
    };
  }

  private byte[] body(int length) {
    byte[] body = new byte[length];
    bytes.get(body);
    return body;
  }

  private static String string(byte[] body) {
    for (byte octet : body) {
      if (octet < ' ' || octet > '~') {
        return "hex:" + HexFormat.of().formatHex(body);
      }
    }
    return new String(body, StandardCharsets.US_ASCII);
  }
}
