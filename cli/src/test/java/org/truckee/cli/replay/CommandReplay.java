package org.truckee.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.truckee.cli.RunningProgram;
import org.truckee.cli.command.Surroundings;

/**
 * Runs recorded commands, one after another, in a folder of their own ({@code spec/10 §10}). What
 * one of them binds to a name is known to the next.
 */
final class CommandReplay {
  private static final long MOST_SECONDS = 90;

  /** Where the reference prints its own stack, any error will do. */
  private static final String ANY_ERROR = "only the exit code and a non-empty stderr";

  private final Variables variables;
  private final Path work;
  private final Path home;
  private final Expectation expectation;

  /**
   * A replay in which nothing has been run.
   *
   * @param variables the directories and URLs, {@code WORK} and {@code HOME} among them
   */
  CommandReplay(JsonNode recording, Variables variables) {
    this.variables = variables;
    this.work = Path.of(variables.get("WORK").orElseThrow());
    this.home = Path.of(variables.get("HOME").orElseThrow());
    Map<String, String> kinds = new HashMap<>();
    recording
        .get("placeholders")
        .properties()
        .forEach(kind -> kinds.put(kind.getKey(), kind.getValue().get("regex").asText()));
    this.expectation = new Expectation(kinds, variables);
  }

  /** Plays one run; an assertion error tells what differs. */
  void play(JsonNode run) throws Exception {
    prepare(run.path("pre"));
    RunningProgram program = ran(run);
    String told = "%nout: %s%nerr: %s".formatted(program.out(), program.err());
    if (program.status() != run.get("rc").asInt()) {
      throw new AssertionError(
          "status %d, expected %d%s".formatted(program.status(), run.get("rc").asInt(), told));
    }
    expectation.check(
        "stdout (stderr: %s)".formatted(program.err()), run.get("stdout"), program.out());
    if (run.path("note").asText().contains(ANY_ERROR)) {
      if (program.err().isEmpty()) {
        throw new AssertionError("nothing on stderr");
      }
    } else {
      expectation.check("stderr", run.get("stderr"), program.err());
    }
    for (Map.Entry<String, JsonNode> file : run.path("files").properties()) {
      checkFile(path(file.getKey()), file.getValue());
    }
  }

  private RunningProgram ran(JsonNode run) throws Exception {
    List<String> arguments = new ArrayList<>();
    if (run.path("program").asText().equals("grid-manager")) {
      arguments.add("grid-manager");
    }
    run.get("argv").forEach(argument -> arguments.add(variables.expand(argument.asText())));
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
    environment.put("PATH", System.getenv("PATH"));
    run.path("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), variables.expand(e.getValue().asText())));
    Path directory = work.resolve(run.path("cwd").asText(""));
    byte[] input = utf8(variables.expand(run.path("stdin").asText("")));
    RunningProgram program =
        new RunningProgram().in(new Surroundings(directory, home, environment)).withInput(input);
    FutureTask<RunningProgram> task =
        new FutureTask<>(() -> program.run(arguments.toArray(String[]::new)));
    Thread thread = Thread.ofPlatform().name("replay").daemon().start(task);
    try {
      return task.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new AssertionError("not done within %d s".formatted(MOST_SECONDS), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private void checkFile(Path file, JsonNode expected) throws IOException {
    if (expected.path("absent").asBoolean()) {
      require(!Files.exists(file, LinkOption.NOFOLLOW_LINKS), "'%s' is there", file);
    } else if (expected.path("dir").asBoolean()) {
      require(Files.isDirectory(file), "'%s' is no directory", file);
    } else {
      require(Files.isRegularFile(file), "'%s' is no file", file);
      expectation.check("'" + file + "'", expected, Files.readString(file));
    }
    if (expected.has("mode")) {
      int mode = Integer.parseInt(expected.get("mode").asText(), 8);
      require(mode(file) == mode, "'%s' has another mode", file);
    }
  }

  private static int mode(Path file) throws IOException {
    int mode = 0;
    for (char bit :
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).toCharArray()) {
      mode = mode << 1 | (bit == '-' ? 0 : 1);
    }
    return mode;
  }

  private static void require(boolean holds, String otherwise, Path file) {
    if (!holds) {
      throw new AssertionError(otherwise.formatted(file));
    }
  }

  /** Does what has to be done before a run. */
  void prepare(JsonNode operations) throws IOException {
    for (JsonNode operation : operations) {
      prepare(operation, path(operation.get("path").asText()));
    }
  }

  private void prepare(JsonNode operation, Path path) throws IOException {
    Files.createDirectories(path.getParent());
    switch (operation.get("op").asText()) {
      case "write" -> Files.write(path, content(operation));
      case "append" ->
          Files.write(
              path, content(operation), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      case "mkdir" -> Files.createDirectories(path);
      case "symlink" -> Files.createSymbolicLink(path, Path.of(operation.get("target").asText()));
      case "copy" -> Files.copy(path(operation.get("from").asText()), path);
      case "remove" -> remove(path);
      default -> throw new IllegalArgumentException("unknown operation: " + operation);
    }
  }

  private byte[] content(JsonNode operation) {
    if (operation.has("base64")) {
      return Base64.getDecoder().decode(operation.get("base64").asText());
    }
    if (operation.has("repeat")) {
      return utf8(
          Expectation.repeated(operation.get("repeat").asText(), operation.get("length").asInt()));
    }
    return utf8(variables.expand(operation.get("text").asText()));
  }

  private Path path(String text) {
    return work.resolve(variables.expand(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void remove(Path path) throws IOException {
    try {
      Files.walkFileTree(path, new Removal());
    } catch (NoSuchFileException gone) {
      // As it should be.
      return;
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
