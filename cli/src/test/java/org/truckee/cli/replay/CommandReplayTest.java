package org.truckee.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;
import org.truckee.node.config.GridFile;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;

/**
 * All runs of the reference's programs that were recorded, in their order, against a grid of five
 * servers. Those in which we are different on purpose are listed in {@code cli-differences.txt};
 * they are played all the same, and have to differ still.
 */
class CommandReplayTest {
  private static final int SERVERS = 5;

  @TempDir static Path temp;
  private static NodeResources resources;
  private static EmbeddedGrid grid;
  private static JsonNode recording;
  private static CommandReplay replay;

  @BeforeAll
  static void startGrid() throws Exception {
    recording = new ObjectMapper().readTree(resource("cli.json"));
    Path place = temp.toRealPath();
    Path client = place.resolve("grid/client");
    makeClient(place.resolve("grid"), client);
    resources = NodeResources.start();
    grid =
        EmbeddedGrid.start(
            new EmbeddedGrid.Wish(
                place.resolve("grid"), OptionalInt.of(SERVERS), OptionalInt.of(0)),
            resources);
    Variables variables = new Variables();
    variables.put("NODEDIR", client.toString());
    variables.put("NODEURL", grid.webUrl());
    variables.put("WORK", Files.createDirectory(place.resolve("work")).toString());
    variables.put("HOME", Files.createDirectory(place.resolve("home")).toString());
    for (int i = 0; i < SERVERS; i++) {
      variables.put("SERVER" + (i + 1), grid.servers().get(i).directory().toString());
    }
    replay = new CommandReplay(recording, variables);
    replay.prepare(recording.get("setup"));
    makePipe(place.resolve("work/src/fifo"));
  }

  private static void makeClient(Path grid, Path client) throws IOException, NodeException {
    GridFile.write(grid, SERVERS);
    NewNode.of(
            NodeDirectory.Kind.CLIENT,
            "client",
            "tcp:0:interface=127.0.0.1",
            NewPlace.NOWHERE,
            false)
        .withShares(3, 5, 10)
        .create(client);
    Files.writeString(
        client.resolve("private/convergence"),
        recording.get("environment").get("client node").get("private/convergence").asText() + "\n");
  }

  private static void makePipe(Path pipe) throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
      throw new IOException("a named pipe cannot be made: " + pipe);
    }
  }

  @AfterAll
  static void stopGrid() {
    if (grid != null) {
      grid.close();
    }
    resources.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedRun() throws IOException {
    Map<String, String> differences = differences();
    return Stream.concat(
        recording.get("cases").valueStream().map(run -> test(run, differences)),
        Stream.of(
            DynamicTest.dynamicTest(
                "every difference is of a run that there is",
                () -> require(differences.isEmpty(), "no such runs: " + differences))));
  }

  private static DynamicTest test(JsonNode run, Map<String, String> differences) {
    String id = run.get("id").asText();
    String reason = differences.remove(id);
    return reason == null
        ? DynamicTest.dynamicTest(id, () -> replay.play(run))
        : DynamicTest.dynamicTest(
            "%s (differs: %s)".formatted(id, reason), () -> requireDifferent(run));
  }

  private static void requireDifferent(JsonNode run) throws Exception {
    try {
      replay.play(run);
    } catch (AssertionError e) {
      return;
    }
    throw new AssertionError("this is not different any more: strike it off the list");
  }

  private static Map<String, String> differences() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line :
        new String(resource("cli-differences.txt"), StandardCharsets.UTF_8).lines().toList()) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] parts = line.split(" ", 2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = CommandReplayTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
