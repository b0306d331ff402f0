package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The recorded exchanges about immutable files, in their order. Left out are those in which the
 * reference is wrong by accident and we are not: it ignores quoted tags in {@code If-None-Match},
 * breaks redirects with escaped arguments, and fails when {@code save=true} comes without a name.
 * Not played are those in {@link #DIFFERENT}; what happens instead is in {@code
 * docs/differences.md}, and tested elsewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebApiReplayTest {
  /** Several ranges, any {@code Host} on a loopback address, compression as a content coding. */
  private static final Set<String> DIFFERENT =
      Set.of("get-098", "get-100", "uri-032", "get-151", "get-152", "get-153");

  private TestNode node;

  @TestFactory
  Stream<DynamicTest> everyRecordedStepIsAnsweredAsByTheReference() throws IOException {
    node = new TestNode();
    JsonNode recording;
    try (InputStream file = WebApiReplayTest.class.getResourceAsStream("web-api-files.json")) {
      recording = new ObjectMapper().readTree(file);
    }
    Replay replay = new Replay(node.http(), recording);
    return recording
        .get("steps")
        .valueStream()
        .filter(step -> !DIFFERENT.contains(step.get("id").asText()))
        .map(step -> test(replay, step));
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
