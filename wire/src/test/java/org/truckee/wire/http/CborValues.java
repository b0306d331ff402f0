package org.truckee.wire.http;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads CBOR with a library that is not under test, into values that compare as they should. */
final class CborValues {
  private static final int SET_TAG = 258;

  private CborValues() {}

  static Object decode(byte[] bytes) {
    try (CBORParser parser = new CBORFactory().createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new AssertionError("not CBOR: " + HexFormat.of().formatHex(bytes), e);
    }
  }

  private static Object value(CBORParser parser) throws IOException {
    boolean set = parser.getCurrentTag() == SET_TAG;
    return switch (parser.currentToken()) {
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield set ? new HashSet<>(items) : items;
      }
      case START_OBJECT -> {
        Map<String, Object> entries = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          entries.put(key, value(parser));
        }
        yield entries;
      }
      case VALUE_EMBEDDED_OBJECT -> "bytes " + HexFormat.of().formatHex(parser.getBinaryValue());
      case VALUE_STRING -> "text " + parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> "null";
      default -> throw new IOException("unexpected " + parser.currentToken());
    };
  }
}
