package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.http.PercentEncoding;

/**
 * Plays recorded exchanges against a web server, one step after another ({@code spec/08 §24}).
 * Values that one step saves are known to the next.
 */
final class Replay {
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)(?:\\|(\\w+))?}}");

  private final RawHttp http;
  private final JsonNode definitions;
  private final JsonNode everyResponse;
  private final Map<String, String> values = new HashMap<>();

  Replay(RawHttp http, JsonNode recording, String token) {
    this.http = http;
    this.definitions = recording.get("defs");
    this.everyResponse = recording.get("every_response").get("headers");
    recording
        .get("constants")
        .properties()
        .forEach(e -> values.put(e.getKey(), e.getValue().asText()));
    values.put("base", "http://" + http.host() + ":" + http.port());
    values.put("host", http.host());
    values.put("port", Integer.toString(http.port()));
    values.put("run", "5eed");
    values.put("token", token);
  }

  /** Plays one step; an assertion error tells what differs. */
  void play(JsonNode step) throws IOException {
    JsonNode request = step.get("request");
    Map<String, String> headers = new HashMap<>();
    request
        .path("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey(), expand(e.getValue().asText())));
    RawHttp.Answer answer =
        http.send(
            request.get("method").asText(),
            expand(request.get("path").asText()),
            headers,
            body(request.get("body")));
    if (step.has("poll")) {
      answer = poll(step, headers, answer);
    }
    check(step, answer);
    RawHttp.Answer last = answer;
    step.path("save").forEach(save -> save(save, last));
  }

  /** Asks again until what is expected comes, or time is up; then it is what is checked. */
  private RawHttp.Answer poll(JsonNode step, Map<String, String> headers, RawHttp.Answer first)
      throws IOException {
    JsonNode request = step.get("request");
    RawHttp.Answer answer = first;
    long end = System.nanoTime() + MOST_PATIENCE.toNanos();
    while (!isExpected(step, answer) && System.nanoTime() - end < 0) {
      answer =
          http.send(
              request.get("method").asText(),
              expand(request.get("path").asText()),
              headers,
              body(request.get("body")));
    }
    return answer;
  }

  private boolean isExpected(JsonNode step, RawHttp.Answer answer) {
    try {
      check(step, answer);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private byte[] body(JsonNode body) {
    if (body == null) {
      return new byte[0];
    }
    if (body.has("text")) {
      return utf8(expand(body.get("text").asText()));
    }
    if (body.has("base64")) {
      return Base64.getDecoder().decode(body.get("base64").asText());
    }
    if (body.has("json")) {
      return utf8(expand(body.get("json")).toString());
    }
    JsonNode repeat = body.get("repeat");
    return utf8(repeat.get("text").asText().repeat(repeat.get("count").asInt()));
  }

  private void check(JsonNode step, RawHttp.Answer answer) {
    JsonNode expected = step.get("expect");
    require(statusMatches(step, expected.get("status"), answer.status()), "status", answer);
    if (step.path("level").asText().equals("unhandled")) {
      return;
    }
    everyResponse.properties().forEach(e -> checkHeader(e.getKey(), e.getValue(), answer));
    expected
        .path("headers")
        .properties()
        .forEach(e -> checkHeader(e.getKey(), e.getValue(), answer));
    if (expected.has("body")) {
      checkBody(expected.get("body"), answer);
    }
  }

  /** Where the reference answers 500 by accident any refusal will do. */
  private static boolean statusMatches(JsonNode step, JsonNode expected, int actual) {
    if (step.path("level").asText().equals("unhandled")) {
      return actual >= 400;
    }
    if (expected.isArray()) {
      for (JsonNode one : expected) {
        if (one.asInt() == actual) {
          return true;
        }
      }
      return false;
    }
    return expected.asInt() == actual;
  }

  private void checkHeader(String name, JsonNode pattern, RawHttp.Answer answer) {
    String value = answer.header(name);
    String what = "header " + name + " = " + value + ", expected " + pattern;
    if (name.equals("Location") && pattern.isTextual() && value != null) {
      require(isSameAddress(expand(pattern.asText()), value), what, answer);
    } else if (pattern.isTextual()) {
      require(expand(pattern.asText()).equals(value), what, answer);
    } else if (pattern.path("absent").asBoolean()) {
      require(value == null, what, answer);
    } else if (pattern.has("$re")) {
      require(value != null && regex(pattern.get("$re")).matcher(value).matches(), what, answer);
    }
  }

  /** The reference makes addresses of this site absolute, and wrong behind proxies. */
  private boolean isSameAddress(String expected, String value) {
    URI here = URI.create(values.get("base") + "/");
    try {
      return here.resolve(expected).equals(here.resolve(value));
    } catch (IllegalArgumentException e) {
      // One of them is none.
      return expected.equals(value);
    }
  }

  private void checkBody(JsonNode pattern, RawHttp.Answer answer) {
    String text = answer.text();
    if (pattern.has("text")) {
      require(expand(pattern.get("text").asText()).equals(text), "text", answer);
    }
    if (pattern.has("re")) {
      require(regex(pattern.get("re")).matcher(text).matches(), "re " + pattern.get("re"), answer);
    }
    pattern.path("find").forEach(p -> require(regex(p).matcher(text).find(), "find " + p, answer));
    pattern
        .path("contains")
        .forEach(p -> require(contains(text, expand(p.asText())), "contains " + p, answer));
    pattern
        .path("absent")
        .forEach(p -> require(!text.contains(expand(p.asText())), "absent " + p, answer));
    if (pattern.path("empty").asBoolean()) {
      require(text.isEmpty(), "empty", answer);
    }
    if (pattern.has("length")) {
      require(answer.body().length == pattern.get("length").asInt(), "length", answer);
    }
    if (pattern.has("json_lines")) {
      ArrayNode lines = JSON.createArrayNode();
      text.lines().forEach(line -> lines.add(parse(line)));
      require(text.endsWith("\n"), "a newline at the end", answer);
      require(matches(pattern.get("json_lines"), lines), "json_lines", answer);
    }
    if (pattern.has("json")) {
      require(matches(pattern.get("json"), parse(text)), "json " + pattern.get("json"), answer);
    }
  }

  /** Addresses of this site may be relative. */
  private boolean contains(String text, String part) {
    String base = values.get("base");
    return text.contains(part)
        || (part.startsWith(base) && text.contains(part.substring(base.length())));
  }

  private boolean matches(JsonNode pattern, JsonNode actual) {
    if (pattern.isObject()) {
      return matchesObject(pattern, actual);
    }
    if (pattern.isArray()) {
      boolean same = actual.isArray() && actual.size() == pattern.size();
      for (int i = 0; same && i < pattern.size(); i++) {
        same = matches(pattern.get(i), actual.get(i));
      }
      return same;
    }
    if (pattern.isTextual()) {
      return actual.isTextual() && expand(pattern.asText()).equals(actual.asText());
    }
    return pattern.equals(actual);
  }

  private boolean matchesObject(JsonNode pattern, JsonNode actual) {
    if (pattern.has("$ref")) {
      return matches(definitions.get(pattern.get("$ref").asText()), actual);
    }
    if (pattern.has("$re")) {
      return actual.isTextual() && regex(pattern.get("$re")).matcher(actual.asText()).matches();
    }
    if (pattern.has("$or")) {
      return pattern.get("$or").valueStream().anyMatch(one -> matches(one, actual));
    }
    if (pattern.has("$set")) {
      return matchesSet(pattern.get("$set"), actual);
    }
    if (pattern.has("$")) {
      return isOfType(pattern.get("$").asText(), actual);
    }
    if (pattern.has("$each")) {
      return inBounds(pattern, actual) && all(actual, pattern.get("$each"));
    }
    if (pattern.has("$map")) {
      Pattern keys = pattern.has("$keys") ? regex(pattern.get("$keys")) : Pattern.compile(".*");
      return inBounds(pattern, actual)
          && all(actual, pattern.get("$map"))
          && actual.properties().stream().allMatch(e -> keys.matcher(e.getKey()).matches());
    }
    return actual.isObject() && matchesMembers(pattern, actual);
  }

  /** The same in any order. */
  private boolean matchesSet(JsonNode pattern, JsonNode actual) {
    Set<String> expected = new HashSet<>();
    pattern.forEach(item -> expected.add(expand(item).toString()));
    Set<String> found = new HashSet<>();
    actual.forEach(item -> found.add(item.toString()));
    return actual.size() == pattern.size() && found.equals(expected);
  }

  /** A key that ends with a question mark may be missing. */
  private boolean matchesMembers(JsonNode pattern, JsonNode actual) {
    Set<String> known = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : pattern.properties()) {
      boolean optional = entry.getKey().endsWith("?");
      String key = expand(entry.getKey().replaceFirst("\\?$", ""));
      known.add(key);
      boolean right = actual.has(key) ? matches(entry.getValue(), actual.get(key)) : optional;
      if (!right && !key.equals("...")) {
        return false;
      }
    }
    return pattern.has("...")
        || actual.properties().stream().allMatch(e -> known.contains(e.getKey()));
  }

  private boolean all(JsonNode actual, JsonNode pattern) {
    for (JsonNode element : actual) {
      if (!matches(pattern, element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean inBounds(JsonNode pattern, JsonNode actual) {
    return actual.isContainerNode()
        && actual.size() >= pattern.path("$min").asInt(0)
        && actual.size() <= pattern.path("$max").asInt(Integer.MAX_VALUE);
  }

  private static boolean isOfType(String type, JsonNode actual) {
    return switch (type) {
      case "string" -> actual.isTextual();
      case "int" -> actual.isIntegralNumber();
      case "number" -> actual.isNumber();
      case "bool" -> actual.isBoolean();
      case "null" -> actual.isNull();
      case "object" -> actual.isObject();
      case "array" -> actual.isArray();
      case "any" -> true;
      default -> throw new AssertionError("unknown type in the recording: " + type);
    };
  }

  private void save(JsonNode save, RawHttp.Answer answer) {
    String from = save.get("from").asText();
    String value;
    if (from.equals("body")) {
      value = answer.text();
    } else if (from.startsWith("header:")) {
      value = answer.header(from.substring("header:".length()));
    } else {
      value = parse(answer.text()).at(from.substring("json:".length())).asText();
    }
    if (save.has("re")) {
      Matcher matcher = regex(save.get("re")).matcher(value);
      require(matcher.find(), "save " + save, answer);
      value = matcher.group(1);
    }
    values.put(save.get("var").asText(), value);
  }

  private Pattern regex(JsonNode expression) {
    return Pattern.compile(expand(expression.asText()), Pattern.DOTALL);
  }

  /** A value with all placeholders in it replaced, also those in names. */
  private JsonNode expand(JsonNode value) {
    if (value.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      value.properties().forEach(e -> object.set(expand(e.getKey()), expand(e.getValue())));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      value.forEach(item -> array.add(expand(item)));
      return array;
    }
    return value.isTextual() ? TextNode.valueOf(expand(value.asText())) : value;
  }

  private String expand(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value =
          name.startsWith("rsa") ? values.computeIfAbsent(name, Replay::newKey) : values.get(name);
      if (value == null) {
        throw new AssertionError("no step has saved " + matcher.group(1));
      }
      String filtered = filter(expand(value), matcher.group(2));
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(filtered));
    }
    return matcher.appendTail(expanded).toString();
  }

  private static String filter(String value, String filter) {
    return switch (filter) {
      case null -> value;
      case "pct" -> PercentEncoding.encode(value);
      case "re" -> value.replaceAll("([^A-Za-z0-9_])", "\\\\$1");
      default -> throw new AssertionError("unknown filter " + filter);
    };
  }

  /** An RSA key of its own for every name such as {@code rsa2048_a}. */
  private static String newKey(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(Integer.parseInt(name.substring(3, 7)));
      byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
      return Base64.getUrlEncoder().encodeToString(der);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static void require(boolean holds, String what, RawHttp.Answer answer) {
    if (!holds) {
      throw new AssertionError(what + "\nin " + answer);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
