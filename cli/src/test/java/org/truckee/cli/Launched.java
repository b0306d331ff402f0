package org.truckee.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program as users start it: by the launcher of this checkout, with the classes of this build.
 */
final class Launched {
  private static final long PATIENCE_SECONDS = 120;

  private final Path root;

  /** In an empty folder, which becomes like a checkout that has been built. */
  Launched(Path root) throws IOException {
    this.root = root;
    Path checkout = checkout();
    Files.createDirectories(root.resolve("launcher"));
    Files.copy(checkout.resolve("truckee"), root.resolve("truckee"));
    try (Stream<Path> options = Files.list(checkout.resolve("launcher"))) {
      for (Path file : options.toList()) {
        Files.copy(file, root.resolve("launcher").resolve(file.getFileName()));
      }
    }
    Path app = Files.createDirectories(root.resolve("cli/target/app"));
    Files.writeString(app.resolve("java-home"), System.getProperty("java.home") + "\n");
    try (OutputStream jar = Files.newOutputStream(app.resolve("truckee-cli.jar"))) {
      new JarOutputStream(jar, manifest()).close();
    }
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("launcher/cli.options"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Manifest manifest() throws IOException {
    String classes =
        Stream.of(System.getProperty("java.class.path").split(":"))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    StringBuilder text = new StringBuilder("Manifest-Version: 1.0\n");
    String line = "Class-Path: " + classes;
    for (int i = 0; i < line.length(); i += 60) {
      text.append(i == 0 ? "" : " ");
      text.append(line, i, Math.min(line.length(), i + 60)).append('\n');
    }
    return new Manifest(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** A command that has not been started. */
  ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("truckee").toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /**
   * The same by a shell.
   *
   * @param line with {@code truckee} in the place of the program
   */
  ProcessBuilder shell(String line) {
    return new ProcessBuilder("bash", "-c", line.replace("truckee", "'" + root + "/truckee'"));
  }

  /** Waits for its end, and gives its exit status. */
  static int status(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program does not end");
    }
    return process.exitValue();
  }
}
