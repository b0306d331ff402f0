package org.truckee.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A web API that answers every request with the same bytes, right or wrong. */
final class FakeNode implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] answer;
  private volatile String request = "";

  /** What a node does with a request once it has read its head. */
  private enum Manner {
    /** Reads the body and answers. */
    POLITE,
    /** Answers at once, reads none of the body and hangs up. */
    REFUSING,
    /** Answers, and neither goes on nor hangs up. */
    STALLING
  }

  private final Manner manner;

  private FakeNode(ServerSocket socket, byte[] answer, Manner manner) {
    this.socket = socket;
    this.answer = answer;
    this.manner = manner;
  }

  /**
   * Starts one.
   *
   * @param answer the whole answer, head and body
   */
  static FakeNode answering(String answer) throws IOException {
    return start(answer, Manner.POLITE);
  }

  /** One that answers before it has read the body of a request, of which it reads nothing. */
  static FakeNode refusing(String answer) throws IOException {
    return start(answer, Manner.REFUSING);
  }

  /** One that sends the beginning of an answer, and then nothing more. */
  static FakeNode stallingAfter(String answer) throws IOException {
    return start(answer, Manner.STALLING);
  }

  private static FakeNode start(String answer, Manner manner) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FakeNode node = new FakeNode(socket, answer.getBytes(StandardCharsets.ISO_8859_1), manner);
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
        if (manner != Manner.REFUSING) {
          skipBody(in, request);
        }
        OutputStream out = client.getOutputStream();
        out.write(answer);
        out.flush();
        if (manner == Manner.STALLING) {
          in.read();
        }
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
    for (String line : head.toLowerCase(Locale.ROOT).split("\r\n")) {
      if (line.startsWith("content-length:")) {
        in.skipNBytes(Long.parseLong(line.substring(15).strip()));
      } else if (line.startsWith("transfer-encoding: chunked")) {
        skipChunks(in);
      }
    }
  }

  private static void skipChunks(InputStream in) throws IOException {
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      in.skipNBytes(size);
      line(in);
      if (size == 0) {
        return;
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.isEmpty() || line.charAt(line.length() - 1) != '\n') {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ends in its body");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
