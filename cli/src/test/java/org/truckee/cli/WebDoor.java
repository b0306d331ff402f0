package org.truckee.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.cli.gateway.Answer;

/** Requests to the web API of a node, byte by byte as a test wants them. */
record WebDoor(String host, int port) {
  private static final int PATIENCE_MILLIS = 90_000;

  /** Small, so that who does not read is felt at the other end. */
  private static final int RECEIVE_BUFFER = 1 << 14;

  static WebDoor of(URI url) {
    return new WebDoor(url.getHost(), url.getPort());
  }

  /** An answer; names of headers are in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** A connection. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The head of a request without a body, or of one of that length. */
  byte[] head(String line, long length) {
    String head = "%s HTTP/1.1\r\nHost: %s:%d\r\n".formatted(line, host, port);
    String body = length > 0 ? "Content-Length: %d\r\n".formatted(length) : "";
    return (head + body + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The line of a request for the contents of a file. */
  static String get(String cap) {
    return "GET /uri/" + URLEncoder.encode(cap, StandardCharsets.UTF_8);
  }

  /**
   * One request and its answer; empty if the connection was closed without one.
   *
   * @throws SocketTimeoutException if nothing happens for 90 s
   */
  Optional<Answer> exchange(String line, byte[] body) throws SocketTimeoutException {
    try (Socket socket = connect()) {
      send(socket, line, body);
      return Optional.of(read(socket));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  private void send(Socket socket, String line, byte[] body) throws IOException {
    try {
      socket.getOutputStream().write(head(line, body.length));
      socket.getOutputStream().write(body);
    } catch (IOException refused) {
      // Who was refused before all was sent finds out why by reading.
      return;
    }
  }

  /** The next answer on a connection. */
  static Answer read(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    int status = Integer.parseInt(line(in).split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer was cut off");
    }
    return new Answer(status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed within a line");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
