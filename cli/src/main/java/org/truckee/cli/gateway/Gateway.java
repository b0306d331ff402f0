package org.truckee.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.NoNodeException;
import org.truckee.node.TruckeeVersion;

/**
 * The web API of a node ({@code spec/10 §2.2}): one connection for each request, bodies streamed
 * both ways.
 */
public final class Gateway {
  private static final String UNRESERVED = "-_.~/";

  private static final BytesMoved NOBODY = count -> {};

  private final URI root;

  /**
   * The web API at a URL.
   *
   * @param root with a host, and a path that ends with a slash
   */
  public Gateway(URI root) {
    this.root = root;
  }

  /** Copies a file's content somewhere and hears how far it is. */
  @FunctionalInterface
  public interface BytesMoved {
    void moved(long count);
  }

  /** The URL of a path below the root. */
  public String url(String path) {
    return root + path;
  }

  /**
   * What the user gets to see of an answer to an upload that is an error: if there were too few
   * servers, which ones there are.
   */
  public CommandException uploadFailure(Answer answer, String prefix) {
    CommandException failure = answer.failure(prefix);
    if (!UnhappyUpload.isSaidBy(failure.getMessage())) {
      return failure;
    }
    try (Answer welcome = get("?t=json", prefix)) {
      JsonNode servers = JsonTree.parse(welcome.text(prefix));
      return new CommandException(
          "%s: %d %s\n%s"
              .formatted(
                  prefix,
                  answer.status(),
                  answer.reason(),
                  UnhappyUpload.text(failure.getMessage(), servers)));
    } catch (CommandException | IOException e) {
      failure.addSuppressed(e);
      return failure;
    }
  }

  /** {@code GET}. */
  public Answer get(String path, String prefix) throws CommandException {
    return answer(begin("GET", path, "", prefix), prefix);
  }

  /** {@code POST} without a body. */
  public Answer post(String path, String prefix) throws CommandException {
    return answer(begin("POST", path, "Content-Length: 0\r\n", prefix), prefix);
  }

  /** {@code POST} with a short body. */
  public Answer post(String path, byte[] body, String prefix) throws CommandException {
    return send("POST", path, new ByteArrayInputStream(body), body.length, NOBODY, prefix);
  }

  /** {@code DELETE}. */
  public Answer delete(String path, String prefix) throws CommandException {
    return answer(begin("DELETE", path, "", prefix), prefix);
  }

  /** {@code PUT} with a short body. */
  public Answer put(String path, byte[] body, String prefix) throws CommandException {
    return put(path, new ByteArrayInputStream(body), body.length, NOBODY, prefix);
  }

  /**
   * {@code PUT}.
   *
   * @param length bytes in the body, −1 if unknown
   */
  public Answer put(String path, InputStream body, long length, BytesMoved progress, String prefix)
      throws CommandException {
    return send("PUT", path, body, length, progress, prefix);
  }

  private Answer send(
      String method, String path, InputStream body, long length, BytesMoved progress, String prefix)
      throws CommandException {
    String framing =
        length >= 0 ? "Content-Length: %d\r\n".formatted(length) : "Transfer-Encoding: chunked\r\n";
    NodeConnection connection = begin(method, path, framing, prefix);
    Sending sending = new Sending(body, length, progress);
    try {
      sending.to(connection);
    } catch (CommandException e) {
      // Not ended in good order: a body that ends early must not look complete.
      close(connection);
      throw e;
    } catch (IOException e) {
      return lastWords(connection, sending.sent(), e, prefix);
    }
    return answer(connection, prefix);
  }

  /** A node that takes no more of a file has said why, most of the time. */
  private static Answer lastWords(
      NodeConnection connection, long sent, IOException failure, String prefix)
      throws CommandException {
    try {
      Answer answer = connection.lastWords();
      if (!answer.isSuccess()) {
        return answer;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    close(connection);
    throw new CommandException(
        "%s: the node broke off the connection after %d bytes of the file: %s"
            .formatted(prefix, sent, failure.getMessage()),
        failure);
  }

  private NodeConnection begin(String method, String path, String framing, String prefix)
      throws CommandException {
    NodeConnection connection = connect(path, prefix);
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%s"
            .formatted(method, root.getRawPath() + path, authority(), framing);
    try {
      connection.begin(
          head
              + "User-Agent: %s\r\n".formatted(TruckeeVersion.text())
              + "Accept: text/plain, application/octet-stream\r\nConnection: close\r\n\r\n");
      return connection;
    } catch (IOException e) {
      close(connection);
      throw new CommandException(
          "%s: the node takes no request: %s".formatted(prefix, e.getMessage()), e);
    }
  }

  /** The error leaves out most of the path, which may have a capability in it. */
  private NodeConnection connect(String path, String prefix) throws CommandException {
    try {
      return NodeConnection.to(root);
    } catch (IOException e) {
      String reason = e instanceof UnknownHostException ? "unknown host" : e.getMessage();
      throw new NoNodeException(
          """
          %s: -1 Error trying to connect to %s: %s
          Is the node running? 'truckee up' starts a grid of your own.\
          """
              .formatted(prefix, root + harmless(path), reason),
          e);
    }
  }

  private static String harmless(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash + 1) + "…";
  }

  /** Host and port as a request names them: without the zone, which means nothing elsewhere. */
  private String authority() {
    String host = root.getHost().replaceAll("%.*\\]", "]");
    return root.getPort() < 0 ? host : host + ":" + root.getPort();
  }

  private static Answer answer(NodeConnection connection, String prefix) throws CommandException {
    try {
      return connection.answer();
    } catch (IOException e) {
      close(connection);
      throw new CommandException(
          "%s: the node gave no answer: %s".formatted(prefix, e.getMessage()), e);
    }
  }

  private static void close(NodeConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // No more was wanted of the answer.
      return;
    }
  }

  /** Text as it stands in a path: {@code /} stays ({@code spec/10 §2.2}). */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (plain || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append("%%%02X".formatted(b & 0xff));
      }
    }
    return escaped.toString();
  }
}
