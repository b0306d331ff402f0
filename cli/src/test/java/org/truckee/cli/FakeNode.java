package org.truckee.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A web API that answers every request with the same bytes, right or wrong. */
final class FakeNode implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] answer;
  private volatile String request = "";

  private FakeNode(ServerSocket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer;
  }

  /**
   * Starts one.
   *
   * @param answer the whole answer, head and body
   */
  static FakeNode answering(String answer) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FakeNode node = new FakeNode(socket, answer.getBytes(StandardCharsets.ISO_8859_1));
    Thread.ofVirtual().start(node::serve);
    return node;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The head of the last request. */
  String request() {
    return request;
  }

  private void serve() {
    while (true) {
      try (Socket client = socket.accept()) {
        BufferedInputStream in = new BufferedInputStream(client.getInputStream());
        request = head(in);
        skipBody(in, request);
        OutputStream out = client.getOutputStream();
        out.write(answer);
        out.flush();
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ends in its head");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void skipBody(InputStream in, String head) throws IOException {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        in.skipNBytes(Long.parseLong(line.substring(15).strip()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
