package org.truckee.wire.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.truckee.wire.Nurl;

/** A TLS connection on which a test sends bytes of its own choice and reads the answers. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int ATTEMPTS = 5;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawConnection(StorageHttpServer server) throws IOException {
    this(server.nurl("127.0.0.1"), ATTEMPTS);
  }

  /** Takes one attempt. */
  RawConnection(Nurl server) throws IOException {
    this(server, 1);
  }

  private RawConnection(Nurl server, int attempts) throws IOException {
    socket = connect(server, attempts);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Impatient servers hang up when a busy machine does not get through the handshake in time. */
  private static Socket connect(Nurl server, int attempts) throws IOException {
    for (int attempt = 1; ; attempt++) {
      SSLSocket socket =
          (SSLSocket)
              Tls.clientContext(server.certificateHash())
                  .getSocketFactory()
                  .createSocket(server.host(), server.port());
      try {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
      } catch (IOException e) {
        socket.close();
        if (attempt == attempts) {
          throw e;
        }
      }
    }
  }

  /** An answer as it came over the wire, its transfer coding removed. */
  record Reply(int status, List<String[]> headers, byte[] body) {
    Optional<String> header(String name) {
      return headers.stream()
          .filter(header -> header[0].equalsIgnoreCase(name))
          .map(header -> header[1])
          .findFirst();
    }
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends a request line and headers with the right authorization, and a body. */
  RawConnection request(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: x\r\n");
    head.append("Authorization: ")
        .append(StorageHandler.authorization(HttpFixture.SWISSNUM))
        .append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    send(head.append("\r\n").toString());
    return send(body);
  }

  Reply reply() throws IOException {
    return reply(false);
  }

  Reply reply(boolean headOnly) throws IOException {
    String[] status = line().split(" ", 3);
    List<String[]> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.add(new String[] {parts[0], parts[1].strip()});
    }
    Reply head = new Reply(Integer.parseInt(status[1]), headers, new byte[0]);
    if (head.status == 100) {
      return reply(headOnly);
    }
    boolean empty = headOnly || head.status == 204 || head.status == 304;
    return empty ? head : new Reply(head.status, headers, body(head));
  }

  /** Whether the server has closed the connection; waits for it. */
  boolean isClosedByServer() {
    try {
      while (in.read() >= 0) {
        // Whatever it still says does not matter.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private byte[] body(Reply head) throws IOException {
    Optional<String> length = head.header("Content-Length");
    if (length.isPresent()) {
      byte[] body = in.readNBytes(Integer.parseInt(length.get()));
      if (body.length != Integer.parseInt(length.get())) {
        throw new EOFException("the body was cut off");
      }
      return body;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after “" + line.toString(StandardCharsets.ISO_8859_1) + "”");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
