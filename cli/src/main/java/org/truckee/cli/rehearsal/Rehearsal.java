package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** Rehearses the commands, in this JVM, or the nodes, each in a JVM of its own. */
public final class Rehearsal {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private Rehearsal() {}

  /**
   * Arguments: {@code commands}; or {@code nodes LAUNCHER APP}, with the directories of the options
   * and of the program. Whatever is made besides caches is removed again.
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("truckee-rehearsal-");
    // Also when it is interrupted, or gives up.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(directory)));
    giveUpInTheEnd(directory);
    int status = 1;
    try {
      rehearse(arguments, directory);
      status = 0;
    } catch (Exception e) {
      System.err.println("the rehearsal failed: " + e);
    }
    System.exit(status);
  }

  private static void rehearse(String[] arguments, Path directory) throws Exception {
    switch (arguments[0]) {
      case "commands" -> CommandRehearsal.run(directory);
      case "nodes" ->
          new NodeRehearsal(new Programs(Path.of(arguments[1]), Path.of(arguments[2])), directory)
              .run();
      default -> throw new IllegalArgumentException("either commands or nodes");
    }
  }

  /** Whoever waits for the rehearsal wants to do something else. */
  private static void giveUpInTheEnd(Path directory) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(LIMIT);
                System.err.println("the rehearsal takes longer than " + LIMIT);
                cleanUp(directory);
                Runtime.getRuntime().halt(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void cleanUp(Path directory) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("something of the rehearsal is left: " + e);
    }
  }
}
