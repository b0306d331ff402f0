package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of a web API as a backup asks for, with nothing behind it. What it does with a file can
 * be changed by a test, to do something at just that moment.
 */
final class GridInMemory implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Guarded by this, like all below. */
  private final Map<String, String> links = new TreeMap<>();

  private final List<String> files = new ArrayList<>();
  private final List<JsonNode> directories = new ArrayList<>();
  private final List<String> checked = new ArrayList<>();
  private List<String> servers = List.of();
  private boolean healthy = true;
  private Storing storing =
      (body, number) -> new String(body.readAllBytes(), StandardCharsets.UTF_8);

  /** What happens when a file comes. */
  interface Storing {
    /**
     * Takes a file.
     *
     * @param number how many came before
     * @return its contents, which a test can look at; nothing is answered if it throws
     */
    String take(InputStream body, int number) throws IOException;
  }

  private GridInMemory(HttpServer server) {
    this.server = server;
  }

  static GridInMemory start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GridInMemory grid = new GridInMemory(server);
    server.setExecutor(grid.threads);
    server.createContext("/", grid::answer);
    server.start();
    return grid;
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  synchronized GridInMemory storing(Storing way) {
    storing = way;
    return this;
  }

  synchronized void servers(String... names) {
    servers = List.of(names);
  }

  synchronized void healthy(boolean yes) {
    healthy = yes;
  }

  /** What was linked, by its path. */
  synchronized Map<String, String> links() {
    return Map.copyOf(links);
  }

  /** The contents of the files that came. */
  synchronized List<String> files() {
    return List.copyOf(files);
  }

  /** The directories that came. */
  synchronized List<JsonNode> directories() {
    return List.copyOf(directories);
  }

  synchronized List<String> checked() {
    return List.copyOf(checked);
  }

  private record Reply(int status, String text) {}

  private void answer(HttpExchange exchange) throws IOException {
    Reply reply = reply(exchange);
    byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String operation = exchange.getRequestMethod() + " " + query;
    if (operation.equals("PUT ")) {
      return store(exchange.getRequestBody());
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    synchronized (this) {
      return switch (operation) {
        case "GET t=json" -> path.equals("/") ? new Reply(200, welcome()) : new Reply(404, "none");
        case "POST t=mkdir" -> new Reply(200, "URI:DIR2:new");
        case "POST t=mkdir-immutable" -> {
          directories.add(new ObjectMapper().readTree(body));
          yield new Reply(200, "URI:DIR2-CHK:" + directories.size());
        }
        case "POST t=check&output=JSON" -> {
          checked.add(path);
          yield new Reply(200, "{\"results\": {\"healthy\": %s}}".formatted(healthy));
        }
        case "PUT t=uri&replace=false" ->
            links.putIfAbsent(path, text(body)) == null
                ? new Reply(200, text(body))
                : new Reply(409, "There was already a child by that name");
        case "PUT t=uri" -> {
          links.put(path, text(body));
          yield new Reply(200, text(body));
        }
        default -> new Reply(400, "what is '%s'?".formatted(operation));
      };
    }
  }

  private Reply store(InputStream body) {
    Storing way;
    int number;
    synchronized (this) {
      way = storing;
      number = files.size();
    }
    try {
      String contents = way.take(body, number);
      synchronized (this) {
        files.add(contents);
        return new Reply(201, "URI:CHK:" + Integer.toHexString(contents.hashCode()));
      }
    } catch (IOException e) {
      return new Reply(500, String.valueOf(e.getMessage()));
    }
  }

  private String welcome() {
    return servers.stream()
        .map("{\"nodeid\": \"%s\"}"::formatted)
        .collect(
            java.util.stream.Collectors.joining(
                ", ", "{\"introducers\": {}, \"servers\": [", "]}"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
