package org.truckee.cli.rehearsal;

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
import java.util.List;
import org.truckee.cli.Main;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;

/** The commands that talk to a node, with a server of HTTP in its place. */
final class CommandRehearsal {
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

  private CommandRehearsal() {}

  /** Without a grid: what only nodes need would be a burden for the commands. */
  static void run(Path directory) throws IOException {
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", CommandRehearsal::answer);
    node.start();
    try {
      use(node.getAddress().getPort(), directory);
    } finally {
      node.stop(0);
    }
  }

  private static void use(int port, Path directory) throws IOException {
    Files.writeString(directory.resolve("node.url"), "http://127.0.0.1:%d/\n".formatted(port));
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
}
