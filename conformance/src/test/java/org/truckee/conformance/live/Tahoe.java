package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.truckee.bench.nodes.ReferenceProgram;

/** The command line of the reference, in front of the node of a directory. */
final class Tahoe {
  private static final long TIME_LIMIT_SECONDS = 120;

  private final Path python;
  private final Path node;

  Tahoe(Path node) {
    this.python = ReferenceProgram.find().environment().resolve("bin/python");
    this.node = node;
  }

  /** What a command said, and how it ended. */
  record Outcome(int status, String out, String err) {
    /** Its only line of output. */
    String line() {
      assertThat(out.lines()).hasSize(1);
      return out.strip();
    }
  }

  /** Runs a command, which has to succeed. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = attempt(new byte[0], arguments);
    assertThat(outcome.status())
        .as("tahoe %s: %s%s", String.join(" ", arguments), outcome.out(), outcome.err())
        .isZero();
    return outcome;
  }

  /** Runs a command with this on its standard input, however it ends. */
  Outcome attempt(byte[] input, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("tahoe", ".out");
    Path err = Files.createTempFile("tahoe", ".err");
    try {
      int status = start(input, out, err, arguments);
      return new Outcome(status, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private int start(byte[] input, Path out, Path err, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(python.toString(), "-m", "allmydata", "--node-directory", node.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    builder.environment().put("PYTHONUTF8", "1");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    // Prints what it is to open, in the place of a browser.
    builder.environment().put("BROWSER", "/bin/echo %s");
    Process process = builder.start();
    try {
      process.getOutputStream().write(input);
      process.getOutputStream().close();
      if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("tahoe %s does not end".formatted(String.join(" ", arguments)));
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** A text as bytes for standard input. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
