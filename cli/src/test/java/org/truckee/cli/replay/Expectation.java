package org.truckee.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** What a text of a run has to be ({@code spec/10 §10.4}). */
final class Expectation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OTHER_KEYS = "{{OTHERKEYS}}";
  private static final String ANYTHING = "{{JSON}}";

  private final Map<String, String> kinds;
  private final Variables variables;

  Expectation(Map<String, String> kinds, Variables variables) {
    this.kinds = kinds;
    this.variables = variables;
  }

  /** Fails if a text is not as it should be. */
  void check(String what, JsonNode expected, String actual) {
    for (Map.Entry<String, JsonNode> form : expected.properties()) {
      if (!holds(form.getKey(), form.getValue(), expected, actual)) {
        throw new AssertionError(
            "%s is%n%s%nexpected%n%s".formatted(what, shortened(actual), expected));
      }
    }
  }

  private boolean holds(String form, JsonNode value, JsonNode expected, String actual) {
    return switch (form) {
      case "is" -> pattern(value).matches(actual);
      case "contains" -> value.valueStream().allMatch(part -> pattern(part).isIn(actual));
      case "ends_with" -> pattern(value).ends(actual);
      case "lines" -> inOrder(value, actual.lines().toList());
      case "config_lines" -> inOrder(value, actual.lines().filter(Expectation::says).toList());
      case "lines_unordered" ->
          inAnyOrder(value, actual.lines().toList(), (one, line) -> pattern(one).matches(line));
      case "json" -> like(value, json(actual));
      case "json_lines_unordered" ->
          inAnyOrder(value, actual.lines().toList(), (one, line) -> like(one, json(line)));
      case "repeat" -> repeated(value.asText(), expected.get("length").asInt()).equals(actual);
      case "nonempty" -> !actual.isEmpty();
      case "any", "length", "mode" -> true;
      default -> throw new IllegalArgumentException("unknown expectation: " + form);
    };
  }

  private static boolean says(String line) {
    return !line.isEmpty() && !line.startsWith("#");
  }

  /** A text repeated and cut. */
  static String repeated(String text, int length) {
    return text.repeat(length / text.length() + 1).substring(0, length);
  }

  private RecordedPattern pattern(JsonNode text) {
    return RecordedPattern.of(ofOurs(text.asText()), kinds, variables);
  }

  /** The program has another name. */
  private static String ofOurs(String text) {
    return text.replaceAll("'tahoe (?=[a-z])", "'truckee ");
  }

  private boolean inOrder(JsonNode patterns, List<String> lines) {
    boolean same = patterns.size() == lines.size();
    for (int i = 0; same && i < lines.size(); i++) {
      same = pattern(patterns.get(i)).matches(lines.get(i));
    }
    return same;
  }

  private static boolean inAnyOrder(
      JsonNode patterns, List<String> lines, BiPredicate<JsonNode, String> matches) {
    List<String> left = new ArrayList<>(lines);
    for (JsonNode pattern : patterns) {
      String found =
          left.stream().filter(line -> matches.test(pattern, line)).findFirst().orElse(null);
      if (!left.remove(found)) {
        return false;
      }
    }
    return left.isEmpty();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + shortened(text), e);
    }
  }

  private boolean like(JsonNode template, JsonNode actual) {
    if (template.isTextual()) {
      return template.asText().equals(ANYTHING)
          || actual.isValueNode() && pattern(template).matches(actual.asText());
    }
    if (template.isArray()) {
      boolean same = actual.isArray() && template.size() == actual.size();
      for (int i = 0; same && i < template.size(); i++) {
        same = like(template.get(i), actual.get(i));
      }
      return same;
    }
    return template.isObject()
        ? actual.isObject() && members(template, actual)
        : same(template, actual);
  }

  private static boolean same(JsonNode template, JsonNode actual) {
    return template.isNumber() && actual.isNumber()
        ? template.decimalValue().compareTo(actual.decimalValue()) == 0
        : template.equals(actual);
  }

  private boolean members(JsonNode template, JsonNode actual) {
    List<String> left = new ArrayList<>();
    actual.fieldNames().forEachRemaining(left::add);
    boolean others = false;
    for (Map.Entry<String, JsonNode> member : template.properties()) {
      if (member.getKey().equals(OTHER_KEYS)) {
        others = true;
        continue;
      }
      RecordedPattern name = RecordedPattern.of(member.getKey(), kinds, variables);
      String found =
          left.stream()
              .filter(key -> name.matches(key) && like(member.getValue(), actual.get(key)))
              .findFirst()
              .orElse(null);
      if (!left.remove(found)) {
        return false;
      }
    }
    return others || left.isEmpty();
  }

  private static String shortened(String text) {
    return text.length() > 4000 ? text.substring(0, 4000) + "…" : text;
  }
}
