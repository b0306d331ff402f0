package org.truckee.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * With directories and mutable files: no metadata where the reference wants an object; control
   * characters in a path are refused; a part of a file does not replace the whole; a path in which
   * a name occurs twice is created like any other; a file does not go into a directory that has its
   * name; of two fields of one name the first counts; an empty file can be updated, and no hole is
   * closed; the reason why there are no shares is in our words.
   */
  private static final Set<String> DIFFERENT_DIRECTORIES =
      Set.of(
          "mkdir-203",
          "path-283",
          "path-293",
          "path-295",
          "post-360",
          "post-361",
          "post-377",
          "mutable-493",
          "mutable-496",
          "mutable-497",
          "mutable-528",
          "gone-566");

  private final List<TestNode> nodes = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return steps("web-api-files.json", DIFFERENT);
  }

  @TestFactory
  Stream<DynamicTest> directoriesAndMutableFiles() throws IOException {
    return steps("web-api-directories.json", DIFFERENT_DIRECTORIES);
  }

  private Stream<DynamicTest> steps(String file, Set<String> different) throws IOException {
    TestNode node = new TestNode();
    nodes.add(node);
    JsonNode recording;
    try (InputStream in = WebApiReplayTest.class.getResourceAsStream(file)) {
      recording = new ObjectMapper().readTree(in);
    }
    Replay replay = new Replay(node.http(), recording);
    return recording
        .get("steps")
        .valueStream()
        .filter(step -> !different.contains(step.get("id").asText()))
        .map(step -> test(replay, step));
  }

  @AfterAll
  void stop() {
    nodes.forEach(TestNode::close);
  }

  private static DynamicTest test(Replay replay, JsonNode step) {
    String name = step.get("id").asText() + " " + step.get("title").asText();
    return DynamicTest.dynamicTest(name, () -> replay.play(step));
  }
}
