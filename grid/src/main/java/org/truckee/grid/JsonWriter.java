package org.truckee.grid;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Map;

/** Writes JSON as the reference does, character for character ({@code spec/03 §2.5}). */
final class JsonWriter {
  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(JsonValue value) {
    JsonWriter writer = new JsonWriter();
    writer.append(value);
    return writer.out.toString();
  }

  private void append(JsonValue value) {
    switch (value) {
      case JsonValue.Text(String text) -> appendText(text);
      case JsonValue.Whole whole -> out.append(whole.value());
      case JsonValue.Real(double real) -> out.append(text(real));
      case JsonValue.Bool(boolean bool) -> out.append(bool);
      case JsonValue.Null _ -> out.append("null");
      case JsonValue.Items items -> appendItems(items.values().iterator());
      case JsonValue.Members members -> appendMembers(members.values().entrySet().iterator());
    }
  }

  private void appendItems(Iterator<JsonValue> items) {
    out.append('[');
    while (items.hasNext()) {
      append(items.next());
      out.append(items.hasNext() ? ", " : "");
    }
    out.append(']');
  }

  private void appendMembers(Iterator<Map.Entry<String, JsonValue>> members) {
    out.append('{');
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      appendText(member.getKey());
      out.append(": ");
      append(member.getValue());
      out.append(members.hasNext() ? ", " : "");
    }
    out.append('}');
  }

  private void appendText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      appendCharacter(text.charAt(i));
    }
    out.append('"');
  }

  private void appendCharacter(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        if (c >= ' ' && c <= '~') {
          out.append(c);
        } else {
          out.append("\\u").append("%04x".formatted((int) c));
        }
      }
    }
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String sign = Math.copySign(1, value) < 0 ? "-" : "";
    return sign + (value == 0 ? "0.0" : magnitude(Math.abs(value)));
  }

  private static String magnitude(double value) {
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return "%c%se%s%02d"
          .formatted(digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String plain = decimal.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  /** The shortest decimal that reads back as the same: Java's own has at least two digits. */
  private static BigDecimal shortest(double value) {
    BigDecimal one = new BigDecimal(value).round(ONE_DIGIT);
    return one.doubleValue() == value ? one : new BigDecimal(Double.toString(value));
  }
}
