package org.truckee.cli.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Rehearses the commands, in this JVM, or the nodes, each in a JVM of its own. */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Arguments: {@code commands}; or {@code nodes LAUNCHER APP}, with the directories of the options
   * and of the program. Whatever is made besides caches is removed again.
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("truckee-rehearsal-");
    try {
      switch (arguments[0]) {
        case "commands" -> CommandRehearsal.run(directory);
        case "nodes" ->
            new NodeRehearsal(new Programs(Path.of(arguments[1]), Path.of(arguments[2])), directory)
                .run();
        default -> throw new IllegalArgumentException("either commands or nodes");
      }
    } finally {
      remove(directory);
    }
    System.exit(0);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
