package org.truckee.grid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Reads what the reference's JSON reader reads ({@code spec/03 §2.5}): JSON, and NaN and the
 * infinities. Nesting and the length of numbers are limited, as they are there.
 */
final class JsonReader {
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(500).maxNumberLength(4300).build())
          .build();

  private JsonReader() {}

  /**
   * Reads one value. UTF-8, UTF-16 and UTF-32 are told apart.
   *
   * @throws IOException if it is no JSON, or something comes behind it
   */
  static JsonValue read(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    }
  }

  /** As {@link #read(byte[])}, of characters. */
  static JsonValue read(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    }
  }

  private static JsonValue whole(JsonParser parser) throws IOException {
    JsonValue value = value(parser, parser.nextToken());
    if (parser.nextToken() != null) {
      throw new IOException("there is something behind the JSON value");
    }
    return value;
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case null -> throw new IOException("there is no JSON value");
      case VALUE_STRING -> new JsonValue.Text(parser.getText());
      case VALUE_NUMBER_INT -> new JsonValue.Whole(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> real(parser);
      case VALUE_TRUE -> new JsonValue.Bool(true);
      case VALUE_FALSE -> new JsonValue.Bool(false);
      case VALUE_NULL -> JsonValue.Null.NULL;
      case START_ARRAY -> items(parser);
      case START_OBJECT -> members(parser);
      case END_ARRAY, END_OBJECT, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IOException("there is no JSON value where one has to be");
    };
  }

  private static JsonValue real(JsonParser parser) throws IOException {
    if (parser.isNaN() && !NOT_FINITE.contains(parser.getText())) {
      throw new IOException("a number has a name that nothing has");
    }
    return new JsonValue.Real(parser.getDoubleValue());
  }

  private static JsonValue items(JsonParser parser) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      items.add(value(parser, token));
      token = parser.nextToken();
    }
    return new JsonValue.Items(items);
  }

  /** Of members with one name the last counts, in the place of the first. */
  private static JsonValue members(JsonParser parser) throws IOException {
    LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return new JsonValue.Members(members);
  }
}
