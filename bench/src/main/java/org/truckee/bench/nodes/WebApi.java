package org.truckee.bench.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The part of a node's web API (spec/08) that tests and benchmarks need, one blocking call each.
 *
 * <p>It is built on the JDK's {@link HttpURLConnection} because that adds the least of its own to
 * what is measured: the bytes go between the caller's array and the socket on the calling thread.
 *
 * @param base the content of {@code node.url}
 */
public record WebApi(URI base) {

  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofMinutes(10);
  private static final int ERROR_BYTES = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that was not the one hoped for. */
  public static final class WebException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    WebException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  /** Uploads an immutable file and returns its cap. */
  public String put(Payload payload) throws IOException {
    return send("uri", payload);
  }

  /**
   * Creates a mutable file and returns its write cap.
   *
   * @param format {@code sdmf} or {@code mdmf}
   */
  public String create(Payload payload, String format) throws IOException {
    return send("uri?format=" + format, payload);
  }

  /** Replaces the contents of a mutable file. */
  public void replace(String cap, Payload payload) throws IOException {
    send(path(cap), payload);
  }

  /** Overwrites a part of a mutable file. */
  public void update(String cap, long offset, Payload payload) throws IOException {
    send(path(cap) + "?offset=" + offset, payload);
  }

  /**
   * Makes a mutable directory and returns its write cap.
   *
   * @param format {@code sdmf} or {@code mdmf}
   */
  public String makeDirectory(String format) throws IOException {
    return post("uri?t=mkdir&format=" + format);
  }

  /** Puts a file into a directory, as a child that is new there or not, and returns its cap. */
  public String putChild(String directory, String name, Payload payload) throws IOException {
    return send(path(directory) + "/" + segment(name), payload);
  }

  /** Puts a link to something that exists into a directory. */
  public void link(String directory, String name, String cap) throws IOException {
    HttpURLConnection connection = open(path(directory) + "/" + segment(name) + "?t=uri");
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    byte[] body = cap.getBytes(StandardCharsets.US_ASCII);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    text(connection);
  }

  /** Takes a child out of a directory. */
  public void removeChild(String directory, String name) throws IOException {
    HttpURLConnection connection = open(path(directory) + "/" + segment(name));
    connection.setRequestMethod("DELETE");
    text(connection);
  }

  /** The names of a directory's children. */
  public Set<String> children(String directory) throws IOException {
    JsonNode node = JSON.readTree(text(open(path(directory) + "?t=json")));
    Set<String> names = new TreeSet<>();
    node.path(1).path("children").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private String send(String path, Payload payload) throws IOException {
    HttpURLConnection connection = open(path);
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(payload.size());
    try (OutputStream out = connection.getOutputStream()) {
      payload.writeTo(out);
    }
    boolean created = connection.getResponseCode() == HttpURLConnection.HTTP_CREATED;
    int expected = created ? HttpURLConnection.HTTP_CREATED : HttpURLConnection.HTTP_OK;
    return new String(all(connection, expected), StandardCharsets.UTF_8).strip();
  }

  private String post(String path) throws IOException {
    HttpURLConnection connection = open(path);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(0);
    connection.getOutputStream().close();
    return text(connection).strip();
  }

  /** Downloads a file and compares it with what it should be. */
  public void requireContents(String cap, Payload payload) throws IOException {
    HttpURLConnection connection = open(path(cap));
    try (InputStream in = success(connection, HttpURLConnection.HTTP_OK)) {
      payload.requireEqual(in);
    }
  }

  /** Downloads a file that fits into an array. */
  public byte[] get(String cap) throws IOException {
    return all(open(path(cap)), HttpURLConnection.HTTP_OK);
  }

  /** Downloads the file of that name in a directory. */
  public byte[] getChild(String directory, String name) throws IOException {
    return all(open(path(directory) + "/" + segment(name)), HttpURLConnection.HTTP_OK);
  }

  /** Downloads a part of a file. */
  public byte[] get(String cap, long offset, int length) throws IOException {
    HttpURLConnection connection = open(path(cap));
    connection.setRequestProperty("Range", "bytes=%d-%d".formatted(offset, offset + length - 1));
    return all(connection, HttpURLConnection.HTTP_PARTIAL);
  }

  /** Begins a download, takes the first byte and hangs up. */
  public byte firstByte(String cap) throws IOException {
    HttpURLConnection connection = open(path(cap));
    try {
      int first = success(connection, HttpURLConnection.HTTP_OK).read();
      if (first < 0) {
        throw new IOException("the file is empty");
      }
      return (byte) first;
    } finally {
      connection.disconnect();
    }
  }

  /**
   * Checks a file (spec/08 §14).
   *
   * @param arguments further ones, such as {@code verify=true} or {@code add-lease=true}
   */
  public JsonNode check(String cap, String... arguments) throws IOException {
    String more = arguments.length == 0 ? "" : "&" + String.join("&", arguments);
    return JSON.readTree(post(path(cap) + "?t=check&output=json" + more));
  }

  /** How many servers the welcome page shows as connected (spec/08 §18.1). */
  public int connectedServers() throws IOException {
    JsonNode servers = JSON.readTree(text(open("?t=json"))).path("servers");
    return (int)
        StreamSupport.stream(servers.spliterator(), false)
            .map(server -> server.path("connection_status").asText())
            .filter(status -> status.startsWith("connected") || status.startsWith("Connected"))
            .count();
  }

  /** What the upload helper of the node has done, by name (spec/08 §18.3). */
  public JsonNode helperStatistics() throws IOException {
    return JSON.readTree(text(open("helper_status?t=json")));
  }

  private static String path(String cap) {
    return "uri/" + segment(cap);
  }

  /** A segment of a path, where a plus sign is no space. */
  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL().openConnection();
    connection.setConnectTimeout((int) TO_CONNECT.toMillis());
    connection.setReadTimeout((int) TO_ANSWER.toMillis());
    connection.setUseCaches(false);
    return connection;
  }

  private static String text(HttpURLConnection connection) throws IOException {
    return new String(all(connection, HttpURLConnection.HTTP_OK), StandardCharsets.UTF_8);
  }

  private static byte[] all(HttpURLConnection connection, int expected) throws IOException {
    try (InputStream in = success(connection, expected)) {
      return in.readAllBytes();
    }
  }

  private static InputStream success(HttpURLConnection connection, int expected)
      throws IOException {
    int status = connection.getResponseCode();
    if (status == expected) {
      return connection.getInputStream();
    }
    InputStream error = connection.getErrorStream();
    byte[] text = error == null ? new byte[0] : error.readNBytes(ERROR_BYTES);
    throw new WebException(
        status,
        "%s answered %d where %d was expected: %s"
            .formatted(
                connection.getRequestMethod(),
                status,
                expected,
                new String(text, StandardCharsets.UTF_8).strip()));
  }
}
