package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our own command line, in front of the node of a directory. */
final class Truckee {
  private static final long TIME_LIMIT_SECONDS = 120;

  private final Path node;

  Truckee(Path node) {
    this.node = node;
  }

  /** Runs a command, which has to succeed; what it printed. */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.truckee.cli.Main",
                "-d",
                node.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("truckee", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("truckee %s does not end".formatted(String.join(" ", arguments)));
      }
      String said = Files.readString(out);
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      Files.delete(out);
    }
  }
}
