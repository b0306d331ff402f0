package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** One request and the answer to it, as the routes see them. Used by one thread. */
final class Exchange {
  private static final long MAXIMUM_DISCARD = 8L << 20;
  private static final long UNAUTHORIZED_DISCARD = 64L << 10;

  static final String BYTES = "application/octet-stream";

  private final Request request;
  private final Response response;
  private final RequestBody body;
  private final ServerLimits limits;
  private final ConnectionWatch watch;
  private long sendingSince;
  private long sent;

  Exchange(Request request, Response response, ServerLimits limits, ConnectionWatch watch) {
    this.request = request;
    this.response = response;
    this.body = new RequestBody(request, limits);
    this.limits = limits;
    this.watch = watch;
  }

  String method() {
    return request.getMethod();
  }

  /**
   * The path with its percent signs decoded.
   *
   * @throws RefusedException with 400 if it is not UTF-8
   */
  String path() throws RefusedException {
    String raw = request.getHttpURI().getPath();
    try {
      return raw == null ? "" : PercentDecoder.decode(raw);
    } catch (CharacterCodingException e) {
      throw new RefusedException(400, "Non-UTF-8 encoding in URL.");
    }
  }

  /** The first value of a header as it was sent, or null. */
  String header(String name) {
    return request.getHeaders().get(name);
  }

  /** The values of all lines of a header. */
  List<String> headers(String name) {
    return request.getHeaders().getFields(name).stream()
        .map(field -> field.getValue() == null ? "" : field.getValue())
        .toList();
  }

  RequestBody body() {
    return body;
  }

  /**
   * Reads the rest of the body if it is not large, so that the client can go on to use its
   * connection; announces the end of the connection otherwise. A client that may not even be here
   * gets less.
   */
  void discardBody(boolean authorized) throws RefusedException, IOException, InterruptedException {
    if (!body.discard(authorized ? MAXIMUM_DISCARD : UNAUTHORIZED_DISCARD)) {
      setHeader("Connection", "close");
    }
  }

  /** Whether only the head of an answer is wanted. */
  boolean headOnly() {
    return method().equals("HEAD");
  }

  void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void setContentType(String type) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
  }

  /** An answer without a body. */
  void empty(int status) throws IOException {
    whole(status, ByteBuffer.allocate(0));
  }

  /** A CBOR answer, or 406 to a client that does not want one. */
  void cbor(int status, byte[] message) throws IOException {
    cbor(status, ByteBuffer.wrap(message));
  }

  /** The same; the message is consumed. */
  void cbor(int status, ByteBuffer message) throws IOException {
    if (!MediaTypes.acceptsCbor(header("Accept"))) {
      empty(406);
      return;
    }
    setContentType(Messages.CBOR);
    whole(status, message);
  }

  /** An error with an informal text; its type stays as a route has set it. */
  void text(int status, String text) throws IOException {
    whole(status, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** An error page of a router. */
  void page(int status, String title) throws IOException {
    setContentType("text/html; charset=utf-8");
    text(status, "<!doctype html>\n<title>%d %s</title>\n<h1>%2$s</h1>\n".formatted(status, title));
  }

  /** Begins an answer whose body follows in pieces. */
  void begin(int status, long length) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
  }

  /** A buffer of at least that many bytes for pieces of the answer. The caller releases it. */
  RetainableByteBuffer buffer(int size) {
    return request.getComponents().getByteBufferPool().acquire(size, false);
  }

  /** Sends a piece of the body, waiting until the network has taken it. */
  void send(ByteBuffer piece, boolean last) throws IOException {
    if (sent == 0) {
      sendingSince = System.nanoTime();
    }
    sent += piece.remaining();
    long allowed =
        limits.idle().toNanos() + TimeUnit.SECONDS.toNanos(sent) / limits.minimumBytesPerSecond();
    Connection connection = request.getConnectionMetaData().getConnection();
    watch.sending(connection, sendingSince + allowed);
    Content.Sink.write(response, last, piece);
    if (!last) {
      watch.busy(connection);
    }
  }

  /** Whether the status is on its way, so that no other can be given. */
  boolean committed() {
    return response.isCommitted();
  }

  private void whole(int status, ByteBuffer bytes) throws IOException {
    response.setStatus(status);
    if (status != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
    }
    send(bytes, true);
  }
}
