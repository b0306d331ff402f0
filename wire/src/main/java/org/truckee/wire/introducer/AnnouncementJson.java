package org.truckee.wire.introducer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of announcements ({@code spec/07 §2.3}): objects are maps in their order, lists are
 * lists, numbers {@link Long}, {@link BigInteger} or {@link Double}, and nothing is null.
 */
final class AnnouncementJson {
  private static final int MAX_DEPTH = 50;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(SignedAnnouncement.MAX_MESSAGE)
                  .maxNumberLength(100)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private AnnouncementJson() {}

  /**
   * Reads an object.
   *
   * @throws IOException if it is none; the message quotes nothing of it
   */
  static Map<String, Object> read(byte[] json) throws IOException {
    // As text, so that nothing but UTF-8 is taken for JSON.
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the JSON object");
      }
      return object;
    } catch (JacksonException e) {
      throw new IOException("it is no JSON", e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      // No field means anything by null, and the absence of a value has a form of its own.
      case VALUE_NULL -> Map.of();
      default -> throw new IOException("it is no JSON");
    };
  }

  private static Object integer(BigInteger number) {
    return number.bitLength() < Long.SIZE ? number.longValue() : number;
  }

  /** Writes an object as existing nodes do, byte for byte. */
  static byte[] write(Map<String, Object> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      generator.setPrettyPrinter(new Spaced());
      generator.setCharacterEscapes(new AllButPrintable());
      write(object, generator);
    } catch (IOException e) {
      throw new IllegalArgumentException("an announcement holds what JSON cannot say", e);
    }
    return out.toByteArray();
  }

  private static void write(Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
          generator.writeFieldName((String) entry.getKey());
          write(entry.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case Collection<?> list -> {
        generator.writeStartArray();
        for (Object item : list) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case BigInteger number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Boolean truth -> generator.writeBoolean(truth);
      default ->
          throw new IOException("a %s is none of JSON".formatted(value.getClass().getName()));
    }
  }

  /** A blank after commas and colons. */
  private static final class Spaced extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }
  }

  /** Whatever ASCII does not print is escaped, DEL too. */
  private static final class AllButPrintable extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    private final int[] escapes = standardAsciiEscapesForJSON();

    AllButPrintable() {
      escapes[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      throw new IllegalStateException("no character has an escape of its own");
    }
  }
}
