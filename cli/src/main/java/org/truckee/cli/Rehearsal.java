package org.truckee.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;
import org.truckee.node.EmbeddedGrid;
import org.truckee.node.NodeResources;

/**
 * Runs everything once, so that the JVM can note what is needed and start it faster from then on
 * (AOT caches). The launcher has this done after a build, once for the commands that talk to a node
 * and once for the nodes.
 */
public final class Rehearsal {
  private static final int SERVERS = 3;
  private static final int FILE_BYTES = 3 << 20;
  private static final String CAP = "URI:LIT:";
  private static final String DIRECTORY = "URI:DIR2:";
  private static final String DESCRIPTION =
      """
      ["dirnode", {"rw_uri": "URI:DIR2:", "ro_uri": "URI:DIR2-RO:", "mutable": true, "children":
       {"file": ["filenode", {"ro_uri": "URI:LIT:", "size": 6, "mutable": false, "metadata":
        {"tahoe": {"linkcrtime": 1796040000.5, "linkmotime": 1796040000.5}}}]}}]\
      """;
  private static final String CHECK = "{\"storage-index\": \"\", \"results\": {\"healthy\": true}}";

  private Rehearsal() {}

  /** Argument: {@code commands} or {@code grid}. Files are made in a temporary directory. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("truckee-rehearsal-");
    try {
      switch (arguments[0]) {
        case "commands" -> commands(directory);
        case "grid" -> grid(directory);
        default -> throw new IllegalArgumentException("either commands or grid");
      }
    } finally {
      remove(directory);
    }
    System.exit(0);
  }

  private static void grid(Path directory) throws IOException {
    EmbeddedGrid.Wish wish =
        new EmbeddedGrid.Wish(directory, OptionalInt.of(SERVERS), OptionalInt.of(0));
    try (NodeResources resources = NodeResources.start();
        EmbeddedGrid grid = EmbeddedGrid.start(wish, resources)) {
      String url = "http://127.0.0.1:" + grid.webPort();
      String cap = run("put", "-u", url, "-").strip();
      run("get", "-u", url, cap);
      run("check", "-u", url, cap, "--verify");
    }
  }

  /** Without a grid: what only nodes need would be a burden for the commands. */
  private static void commands(Path directory) throws IOException {
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", Rehearsal::answer);
    node.start();
    Files.writeString(
        directory.resolve("node.url"),
        "http://127.0.0.1:%d/\n".formatted(node.getAddress().getPort()));
    Path file = Files.write(directory.resolve("file"), new byte[FILE_BYTES]);
    String nodeDirectory = directory.toString();
    run("-d", nodeDirectory, "put", file.toString());
    run("-d", nodeDirectory, "put", "-");
    run("-d", nodeDirectory, "get", CAP);
    run("-d", nodeDirectory, "get", CAP, directory.resolve("copy").toString());
    run("-d", nodeDirectory, "check", CAP, "--verify");
    run("-d", nodeDirectory, "ls", "-l", DIRECTORY);
    Path tree = Files.createDirectories(directory.resolve("tree/below"));
    Files.writeString(tree.resolve("file"), "a file");
    Files.createDirectories(directory.resolve("private"));
    run("-d", nodeDirectory, "cp", "-r", tree.toString(), DIRECTORY);
    run("-d", nodeDirectory, "backup", tree.getParent().toString(), DIRECTORY + "/backups");
    run("-d", nodeDirectory, "backup", tree.getParent().toString(), DIRECTORY + "/backups");
    run("--help");
    run("--version");
    run("unheard-of");
    node.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body =
        switch (exchange.getRequestMethod()) {
          case "PUT" -> CAP.getBytes(StandardCharsets.US_ASCII);
          case "POST" ->
              (isAskedFor("check", exchange) ? CHECK : DIRECTORY)
                  .getBytes(StandardCharsets.US_ASCII);
          default ->
              isAskedFor("json", exchange)
                  ? DESCRIPTION.getBytes(StandardCharsets.US_ASCII)
                  : new byte[FILE_BYTES];
        };
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static boolean isAskedFor(String operation, HttpExchange exchange) {
    return String.valueOf(exchange.getRequestURI().getQuery()).contains("t=" + operation);
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), true);
    Main.run(
        List.of(arguments),
        new Streams(new ByteArrayInputStream(new byte[FILE_BYTES]), out, silent, true),
        Surroundings.ofProcess());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
