package org.truckee.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;

/** JSON as the web API writes it: indented by one space, ASCII only ({@code spec/08 §5.2}). */
final class Json {
  private static final DefaultIndenter INDENT = new DefaultIndenter(" ", "\n");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withArrayEmptySeparator("")
          .withObjectEmptySeparator("");
  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter(SEPARATORS)
              .withObjectIndenter(INDENT)
              .withArrayIndenter(INDENT));
  private static final ObjectWriter ONE_LINE =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  SEPARATORS
                      .withObjectEntrySpacing(Separators.Spacing.AFTER)
                      .withArrayValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
              .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));

  private Json() {}

  /** The text of {@code node}, with a final newline. */
  static String text(JsonNode node) {
    return indented(node) + "\n";
  }

  /** The text of {@code node} without a final newline, as some answers have it. */
  static String indented(JsonNode node) {
    return write(WRITER, node);
  }

  /** The text of {@code node} in one line, without its end. */
  static String line(JsonNode node) {
    return write(ONE_LINE, node);
  }

  /** Writes JSON in the same form piece by piece; closing it flushes, and closes {@code out}. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return WRITER.createGenerator(out);
  }

  private static String write(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
