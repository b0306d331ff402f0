package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The recorded exchanges about immutable files, in their order. Left out are those in which the
 * reference is wrong by accident and we are not: it ignores quoted tags in {@code If-None-Match},
 * breaks redirects with escaped arguments, and fails when {@code save=true} comes without a name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebApiReplayTest {
  private TestNode node;

  @TestFactory
  Stream<DynamicTest> everyRecordedStepIsAnsweredAsByTheReference() throws IOException {
    node = new TestNode();
    JsonNode recording;
    try (InputStream file = WebApiReplayTest.class.getResourceAsStream("web-api-files.json")) {
      recording = new ObjectMapper().readTree(file);
    }
    Replay replay = new Replay(node.http(), recording);
    return recording.get("steps").valueStream().map(step -> test(replay, step));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private static DynamicTest test(Replay replay, JsonNode step) {
    String name = step.get("id").asText() + " " + step.get("title").asText();
    return DynamicTest.dynamicTest(name, () -> replay.play(step));
  }
}
