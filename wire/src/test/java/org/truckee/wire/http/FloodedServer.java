package org.truckee.wire.http;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.http.OtherProtocol;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.wire.Nurl;
import org.truckee.wire.foolscap.FoolscapStorageServer;

/**
 * A storage server in a process of its own, over HTTPS and Foolscap at one port, with the limits
 * and the heap that ship, which ends at once when its memory does not suffice. It writes its NURL,
 * and then answers each line with the bytes of its heap that are in use after everything dead was
 * collected.
 */
final class FloodedServer implements AutoCloseable {
  /** With them every node is run. */
  static final Path OPTIONS = Path.of("..", "launcher", "jvm.options").toAbsolutePath();

  /** How a connection begins that is not for HTTP. */
  static final String FOOLSCAP = "GET /id/";

  private final Process process;
  private final Path errors;
  private final BufferedReader answers;
  private final OutputStream questions;
  final Nurl nurl;

  /** Starts the process and waits until it listens. */
  FloodedServer(Path directory) throws IOException {
    errors = directory.resolve("stderr");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + OPTIONS,
                    "-cp",
                    System.getProperty("java.class.path"),
                    FloodedServer.class.getName(),
                    directory.resolve("storage").toString()))
            .redirectError(errors.toFile())
            .start();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    questions = process.getOutputStream();
    nurl = Nurl.parse(answer());
  }

  /** How large the heap may become, in bytes. */
  static long heapLimit() throws IOException {
    for (String option : Files.readAllLines(OPTIONS)) {
      if (option.startsWith("-Xmx")) {
        return Long.parseLong(option.replaceAll("[^0-9]", "")) << 20;
      }
    }
    throw new AssertionError("no -Xmx in " + OPTIONS);
  }

  /** Bytes of live objects. */
  long heap() throws IOException {
    questions.write('\n');
    questions.flush();
    return Long.parseLong(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the server is dead: " + errors());
    }
    return line;
  }

  /** What it logged. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Ends the server in good order and gives its exit status. */
  int end() throws IOException, InterruptedException {
    questions.close();
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * The process.
   *
   * @param arguments the directory of the shares
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    // The log must not get between the answers.
    System.setOut(System.err);
    TubId id = HttpFixture.CERTIFICATE.tubId();
    DiskStorageOptions options =
        DiskStorageOptions.of(new File(arguments[0]).toPath(), id).withDurable(false);
    try (DiskStorageServer store = DiskStorageServer.start(options);
        Tub tub = new Tub(HttpFixture.CERTIFICATE, TubOptions.defaults());
        StorageHttpServer server =
            StorageHttpServer.builder(store)
                .sharing(new OtherProtocol(FOOLSCAP, tub::accept))
                .certificate(HttpFixture.CERTIFICATE)
                .swissnum(HttpFixture.SWISSNUM)
                .start();
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + server.port())));
      tub.publish(FoolscapStorageServer.of(store));
      answers.println(server.nurl("127.0.0.1").text());
      while (questions.readLine() != null) {
        System.gc();
        answers.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }
  }
}
