package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * All exchanges with the reference that were recorded, in their order, against one node. Those in
 * which we are different on purpose are listed in {@code web-api-differences.txt}; they are played
 * all the same, and have to differ still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebApiReplayTest {
  private Optional<TestNode> node = Optional.empty();

  @TestFactory
  Stream<DynamicTest> everyRecordedExchange() throws IOException {
    TestNode played = new TestNode();
    node = Optional.of(played);
    JsonNode recording = new ObjectMapper().readTree(resource("web-api.json"));
    Map<String, String> differences = differences();
    Replay replay = new Replay(played.http(), recording, TestNode.TOKEN);
    return Stream.concat(
        recording.get("steps").valueStream().map(step -> test(replay, step, differences)),
        Stream.of(
            DynamicTest.dynamicTest(
                "every difference is of a step that there is",
                () -> require(differences.isEmpty(), "no such steps: " + differences))));
  }

  @AfterAll
  void stop() {
    node.ifPresent(TestNode::close);
  }

  private static DynamicTest test(Replay replay, JsonNode step, Map<String, String> differences) {
    String id = step.get("id").asText();
    String name = id + " " + step.get("title").asText();
    String reason = differences.remove(id);
    return reason == null
        ? DynamicTest.dynamicTest(name, () -> replay.play(step))
        : DynamicTest.dynamicTest(
            "%s (differs: %s)".formatted(name, reason), () -> requireDifferent(replay, step));
  }

  private static void requireDifferent(Replay replay, JsonNode step) throws IOException {
    try {
      replay.play(step);
    } catch (AssertionError e) {
      return;
    }
    throw new AssertionError("this is not different any more: strike it off the list");
  }

  private static Map<String, String> differences() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line :
        new String(resource("web-api-differences.txt"), StandardCharsets.UTF_8).lines().toList()) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] parts = line.split(" ", 2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = WebApiReplayTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
