package org.truckee.conformance.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.truckee.bench.nodes.ReferenceProgram;

/**
 * Somebody's magic-folder: a directory of this machine that a program of its own keeps equal to
 * those of others, through a node. It looks for changes when it is told to.
 */
final class MagicFolder implements AutoCloseable {
  private static final String NAME = "shared";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Longer than any test takes. */
  private static final int SECONDS_BETWEEN_LOOKS = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String author;
  private final Path files;
  private final Path log;
  private final Path configuration;
  private final URI api;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private MagicFolder(String author, Path place, int port) throws IOException {
    this.author = author;
    this.files = Files.createDirectories(place.resolve("files"));
    this.log = place.resolve("log");
    this.configuration = place.resolve("configuration");
    this.api = URI.create("http://127.0.0.1:%d/v1/".formatted(port));
    this.process = start(log, command(configuration, "run"));
  }

  /**
   * Starts one.
   *
   * @param author whose it is
   * @param node the directory of a client node that runs
   * @param place a directory for all that it needs
   */
  static MagicFolder start(String author, Path node, Path place)
      throws IOException, InterruptedException {
    Files.createDirectories(place);
    int port = freePort();
    run(
        place.resolve("init.log"),
        command(
            place.resolve("configuration"),
            "init",
            "-l",
            "tcp:%d:interface=127.0.0.1".formatted(port),
            "-n",
            node.toString()));
    MagicFolder folder = new MagicFolder(author, place, port);
    try {
      folder.awaitApi();
      folder.create();
      return folder;
    } catch (IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static List<String> command(Path configuration, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ReferenceProgram.find().environment().resolve("bin/python").toString(),
                "-m",
                "magic_folder",
                "-c",
                configuration.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Where {@code conformance/reference/install-magic-folder} has laid it. */
  private static Path installation() {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(named -> !named.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    Path place =
        Optional.ofNullable(System.getenv("TRUCKEE_MAGIC_FOLDER"))
            .filter(named -> !named.isBlank())
            .map(Path::of)
            .orElseGet(() -> cache.resolve("truckee/magic-folder-24.3.0"));
    if (!Files.isDirectory(place.resolve("magic_folder"))) {
      throw new IllegalStateException(
          "no magic-folder in %s: run conformance/reference/install-magic-folder".formatted(place));
    }
    return place;
  }

  private static Process start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONPATH", installation().toString());
    builder.environment().put("PYTHONUTF8", "1");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static void run(Path log, List<String> command) throws IOException, InterruptedException {
    Process process = start(log, command);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("magic-folder failed: " + Files.readString(log));
    }
  }

  private void awaitApi() throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        request("GET", "magic-folder", "");
        return;
      } catch (IOException e) {
        // It has just been started.
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("magic-folder does not start: " + Files.readString(log));
  }

  private void create() throws IOException, InterruptedException {
    request(
        "POST",
        "magic-folder",
        JSON.createObjectNode()
            .put("name", NAME)
            .put("author_name", author)
            .put("local_path", files.toString())
            .put("poll_interval", SECONDS_BETWEEN_LOOKS)
            .put("scan_interval", SECONDS_BETWEEN_LOOKS)
            .toString());
  }

  private String request(String method, String path, String body)
      throws IOException, InterruptedException {
    String token = Files.readString(configuration.resolve("api_token")).strip();
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(api.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s was answered %d: %s"
              .formatted(method, path, response.statusCode(), response.body()));
    }
    return response.body();
  }

  /** Takes somebody else's changes from now on. */
  void follow(MagicFolder other) throws IOException, InterruptedException {
    String participants = "magic-folder/%s/participants".formatted(NAME);
    JsonNode theirs = JSON.readTree(other.request("GET", participants, ""));
    JsonNode ours = JSON.createObjectNode().put("name", other.author);
    request(
        "POST",
        participants,
        JSON.createObjectNode()
            .put("personal_dmd", theirs.get(other.author).get("personal_dmd").asText())
            .set("author", ours)
            .toString());
  }

  /** Looks for changes of its own files. */
  void scan() throws IOException, InterruptedException {
    request("PUT", "magic-folder/%s/scan-local".formatted(NAME), "");
  }

  /** Looks for changes of others. */
  void poll() throws IOException, InterruptedException {
    request("PUT", "magic-folder/%s/poll-remote".formatted(NAME), "");
  }

  /** A file of it. */
  Path file(String name) {
    return files.resolve(name);
  }

  /** What the program has said. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
