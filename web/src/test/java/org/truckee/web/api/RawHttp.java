package org.truckee.web.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests exactly as they are written, which the JDK's client would not. */
final class RawHttp {
  private static final int TIME_LIMIT_MILLIS = 30_000;

  private final String host;
  private final int port;

  RawHttp(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** A response. Header names are in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      String text = text();
      return status + " " + headers + "\n" + text.substring(0, Math.min(2000, text.length()));
    }
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Answer send(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (!headers.containsKey("Host")) {
      head.append("Host: %s:%d\r\n".formatted(host, port));
    }
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    return exchange(method, head.toString().getBytes(StandardCharsets.UTF_8), body);
  }

  private Answer exchange(String method, byte[] head, byte[] body) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(TIME_LIMIT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head);
      out.write(body);
      out.flush();
      return read(new BufferedInputStream(socket.getInputStream()), method.equals("HEAD"));
    }
  }

  private static Answer read(InputStream in, boolean head) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readAllBytes();
    if (!head && "chunked".equals(headers.get("transfer-encoding"))) {
      body = unchunk(body);
    }
    return new Answer(status, headers, body);
  }

  private static byte[] unchunk(byte[] chunked) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    InputStream in = new java.io.ByteArrayInputStream(chunked);
    for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
      whole.write(in.readNBytes(size));
      line(in);
      size = Integer.parseInt(line(in), 16);
    }
    return whole.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection within a line");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
