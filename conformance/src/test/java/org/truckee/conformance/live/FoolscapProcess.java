package org.truckee.conformance.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.truckee.bench.nodes.ReferenceProgram;
import org.truckee.foolscap.Furl;

/** A Tub of the real foolscap library, in a process of its own. */
final class FoolscapProcess implements AutoCloseable {
  private static final String SCRIPT = "foolscap_tub.py";
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final Furl driver;

  private FoolscapProcess(Process process, Furl driver) {
    this.process = process;
    this.driver = driver;
  }

  /** Starts one that keeps its certificate in {@code directory}. */
  static FoolscapProcess start(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path script = directory.resolve(SCRIPT);
    try (InputStream text = FoolscapProcess.class.getResourceAsStream(SCRIPT)) {
      Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Path python = ReferenceProgram.find().environment().resolve("bin/python");
    Process process =
        new ProcessBuilder(python.toString(), script.toString(), directory.toString())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (line == null || !line.startsWith("FURL ")) {
      process.destroyForcibly();
      throw new IOException("the Tub of the reference does not start: " + line);
    }
    return new FoolscapProcess(process, Furl.parse(line));
  }

  /** The object that does what a test wants. */
  Furl driver() {
    return driver;
  }

  /** Ends the process without warning. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
