package org.truckee.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a request's path ({@code spec/08 §2.1}). An escaped slash is part of a piece; dots
 * and empty pieces have no special meaning.
 *
 * @param pieces percent-decoded; never empty, {@code [""]} for the root
 */
record UrlPath(List<String> pieces) {
  UrlPath {
    pieces = List.copyOf(pieces);
  }

  /** Splits a raw path such as {@code /uri/URI%3ACHK…}. */
  static UrlPath parse(String rawPath) throws WebException {
    List<String> pieces = new ArrayList<>();
    for (String piece : rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1)) {
      pieces.add(decode(piece));
    }
    return new UrlPath(pieces);
  }

  String first() {
    return pieces.getFirst();
  }

  String last() {
    return pieces.getLast();
  }

  int size() {
    return pieces.size();
  }

  private static String decode(String piece) throws WebException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(piece.length());
    for (int i = 0; i < piece.length(); i++) {
      int value = piece.charAt(i) == '%' ? Escapes.hexByte(piece, i + 1) : -1;
      if (value >= 0) {
        bytes.write(value);
        i += 2;
      } else {
        bytes.writeBytes(piece.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw WebException.page(400, "a piece of the path is not UTF-8");
    }
  }
}
