package org.truckee.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.truckee.wire.Nurl;

/** A TLS server that notes each request and answers with bytes of the test's choice. */
final class ScriptedServer implements AutoCloseable {
  private final SSLServerSocket listener;
  private final Script script;
  final List<Seen> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /** What to answer to a request; the connection is closed after an answer of null. */
  interface Script {
    byte[] answer(Seen request, int number) throws Exception;
  }

  /** A request as it came. */
  record Seen(String line, List<String> headers, byte[] body) {
    List<String> values(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ": ";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()))
          .toList();
    }
  }

  ScriptedServer(Script script) throws IOException {
    this.script = script;
    listener =
        (SSLServerSocket)
            Tls.serverContext(
                    HttpFixture.CERTIFICATE.certificate(), HttpFixture.CERTIFICATE.privateKey())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  Nurl nurl() {
    return new Nurl(
        Nurl.Scheme.TCP,
        HttpFixture.CERTIFICATE.spkiHash(),
        "127.0.0.1",
        listener.getLocalPort(),
        HttpFixture.SWISSNUM);
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket socket = (SSLSocket) listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed by the test.
      return;
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      while (true) {
        Seen request = read(socket.getInputStream());
        requests.add(request);
        byte[] answer = script.answer(request, requests.size());
        if (answer == null) {
          return;
        }
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
      }
    } catch (Exception e) {
      // The client has gone, or the test is over.
      return;
    }
  }

  private static Seen read(InputStream in) throws IOException {
    String line = line(in);
    List<String> headers = new ArrayList<>();
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    return new Seen(line, headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** A CBOR answer. */
  static byte[] answer(String status, byte[] message) {
    byte[] head =
        "HTTP/1.1 %s\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, message.length)
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + message.length).put(head).put(message).array();
  }
}
