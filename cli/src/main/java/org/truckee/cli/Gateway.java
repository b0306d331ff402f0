package org.truckee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.truckee.node.TruckeeVersion;

/**
 * The web API of a node ({@code spec/10 §2.2}): one connection for each request, bodies streamed
 * both ways.
 */
final class Gateway {
  private static final int CONNECT_MILLIS = 30_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ERROR_BYTES = 16_384;
  private static final String UNRESERVED = "-_.~/";

  private final URI root;

  Gateway(URI root) {
    this.root = root;
  }

  /** Copies a file's content somewhere and hears how far it is. */
  @FunctionalInterface
  interface BytesMoved {
    void moved(long count);
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param reason the text beside it
   * @param length bytes of the body, −1 if unknown
   * @param body to be read and closed
   */
  record Answer(int status, String reason, long length, InputStream body) implements AutoCloseable {
    boolean isSuccess() {
      return status == 200 || status == 201;
    }

    String text(String prefix) throws CommandException {
      try {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new CommandException(
            "%s: the node broke off its answer: %s".formatted(prefix, e.getMessage()), e);
      }
    }

    /** What the user gets to see of an answer that is an error ({@code spec/10 §2.3}). */
    CommandException failure(String prefix) {
      String text;
      try {
        text = new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
      } catch (IOException e) {
        text = "";
      }
      String plain =
          text.stripLeading().startsWith("<")
              ? text.replaceAll("(?s)<(style|title)>.*?</\\1>|<[^>]*>", "")
                  .replaceAll("\\s*\\n\\s*", "\n")
              : text;
      return new CommandException(
          "%s: %d %s\n%s".formatted(prefix, status, reason, plain.strip()).strip());
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        // Everything that was wanted of it has been read.
      }
    }
  }

  /** {@code GET}. */
  Answer get(String path, String prefix) throws CommandException {
    HttpURLConnection connection = connection("GET", path, prefix);
    connect(connection, prefix);
    return answer(connection, prefix);
  }

  /** {@code POST} without a body. */
  Answer post(String path, String prefix) throws CommandException {
    HttpURLConnection connection = connection("POST", path, prefix);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(0);
    connect(connection, prefix);
    return answer(connection, prefix);
  }

  /**
   * {@code PUT}.
   *
   * @param length bytes in the body, −1 if unknown
   */
  Answer put(String path, InputStream body, long length, BytesMoved progress, String prefix)
      throws CommandException {
    HttpURLConnection connection = connection("PUT", path, prefix);
    connection.setDoOutput(true);
    if (length >= 0) {
      connection.setFixedLengthStreamingMode(length);
    } else {
      connection.setChunkedStreamingMode(BUFFER_BYTES);
    }
    connect(connection, prefix);
    send(connection, body, length, progress, prefix);
    return answer(connection, prefix);
  }

  private static void send(
      HttpURLConnection connection,
      InputStream body,
      long length,
      BytesMoved progress,
      String prefix)
      throws CommandException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long sent = 0;
    OutputStream out = null;
    try {
      out = connection.getOutputStream();
      while (true) {
        int count = read(body, buffer);
        if (count < 0) {
          break;
        }
        if (length >= 0 && sent + count > length) {
          throw new CommandException("error: the file grew while it was being sent");
        }
        out.write(buffer, 0, count);
        sent += count;
        progress.moved(count);
      }
      if (length >= 0 && sent < length) {
        throw new CommandException("error: the file shrank while it was being sent");
      }
      out.close();
    } catch (IOException e) {
      throw new CommandException(
          "%s: the node broke off the connection after %d bytes of the file: %s"
              .formatted(prefix, sent, e.getMessage()),
          e);
    } catch (CommandException e) {
      // Not closed in good order: a body that ends early must not look complete.
      connection.disconnect();
      throw e;
    }
  }

  private static int read(InputStream body, byte[] buffer) throws CommandException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new CommandException("error: cannot read the file: " + e.getMessage(), e);
    }
  }

  private HttpURLConnection connection(String method, String path, String prefix)
      throws CommandException {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) root.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setRequestProperty("User-Agent", TruckeeVersion.text());
      connection.setRequestProperty("Accept", "text/plain, application/octet-stream");
      connection.setRequestProperty("Connection", "close");
      return connection;
    } catch (IOException | ClassCastException | IllegalArgumentException e) {
      throw new CommandException(prefix + ": the node's URL cannot be used: " + root, e);
    }
  }

  private static void connect(HttpURLConnection connection, String prefix) throws CommandException {
    try {
      connection.connect();
    } catch (IOException e) {
      throw new CommandException(
          """
          %s: -1 Error trying to connect to %s: %s
          Is the node running? 'truckee up' starts a grid of your own.\
          """
              .formatted(prefix, connection.getURL(), e.getMessage()),
          e);
    }
  }

  private static Answer answer(HttpURLConnection connection, String prefix)
      throws CommandException {
    try {
      int status = connection.getResponseCode();
      InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      String reason = connection.getResponseMessage();
      return new Answer(
          status,
          reason == null ? "" : reason,
          connection.getContentLengthLong(),
          body == null ? InputStream.nullInputStream() : body);
    } catch (IOException e) {
      throw new CommandException(
          "%s: the node gave no answer: %s".formatted(prefix, e.getMessage()), e);
    }
  }

  /** Text as it stands in a path: {@code /} stays ({@code spec/10 §2.2}). */
  static String escape(String text) {
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
