package org.truckee.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and the answer to it, in blocking style. Used by one thread. */
public final class Exchange {
  private static final long SMALL_REST = 64 << 10;
  private static final Duration REST_COMES_SOON = Duration.ofSeconds(5);

  /** How long a client that still sends has to read the answer before the connection closes. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private static final String RETRY_SECONDS = "5";

  private final Request request;
  private final Response response;
  private final ClientPresence presence;
  private final RequestBody body;
  private final Patience patience;
  private final ConnectionWatch watch;
  private long mostDiscarded = SMALL_REST;
  private boolean begun;
  private boolean closes;
  private final Optional<WebSockets> webSockets;
  private final Callback end;
  private boolean upgraded;
  private long sent;

  Exchange(
      Request request,
      Response response,
      HttpLimits limits,
      ConnectionWatch watch,
      Optional<WebSockets> webSockets,
      Callback end) {
    this.request = request;
    this.response = response;
    this.presence = new ClientPresence(request.getConnectionMetaData().getConnection());
    this.body = new RequestBody(request, limits, watch, presence);
    this.patience = new Patience(limits.pause(), limits.minimumBytesPerSecond());
    this.watch = watch;
    this.webSockets = webSockets;
    this.end = end;
  }

  /** The method as it was sent. */
  public String method() {
    return request.getMethod();
  }

  /** Whether only the head of an answer is wanted. */
  public boolean headOnly() {
    return method().equals("HEAD");
  }

  /** The path as it was sent; empty if there is none. */
  public String rawPath() {
    return Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
  }

  /** The query as it was sent; empty if there is none. */
  public String rawQuery() {
    return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
  }

  /** The first value of a header as it was sent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The values of all lines of a header. */
  public List<String> headers(String name) {
    return request.getHeaders().getFields(name).stream()
        .map(field -> field.getValue() == null ? "" : field.getValue())
        .toList();
  }

  /** The address and port at which the request arrived. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress();
  }

  /** Whom the request came from. */
  public SocketAddress remoteAddress() {
    return request.getConnectionMetaData().getRemoteSocketAddress();
  }

  /** The status of the answer; 0 before it has one. */
  public int status() {
    return response.getStatus();
  }

  /** How many bytes of a body were sent. */
  public long sent() {
    return sent;
  }

  /** Whether the client wants to go on with a WebSocket. */
  public boolean asksForWebSocket() {
    return WebSockets.isAskedFor(request);
  }

  /**
   * Goes on with a WebSocket. No other answer can be given then.
   *
   * @param use runs when the socket is open
   * @param never runs if that fails after this has returned true
   * @return whether it does; if not, an error was answered
   * @throws IllegalStateException if the server was not made for it
   */
  public boolean upgradeToWebSocket(TextSocket.Use use, Runnable never) throws IOException {
    presence.stopLooking();
    upgraded =
        webSockets
            .orElseThrow(() -> new IllegalStateException("this server has no WebSockets"))
            .upgrade(use, never, request, response, end);
    return response.getStatus() == 101;
  }

  /** Whether the library has taken the exchange over. */
  boolean upgraded() {
    return upgraded;
  }

  /**
   * From here on the handler is not interrupted if the client goes away: it does something that
   * others would find half done.
   */
  public void finishWithoutClient() {
    presence.stopLooking();
  }

  /** Knows whether the client is there. */
  ClientPresence presence() {
    return presence;
  }

  /** The body. */
  public RequestBody body() {
    return body;
  }

  /**
   * How much of a body that is not wanted is read all the same before the answer, so that the
   * client can go on to use its connection. One that is longer loses it, but gets its answer.
   */
  public void discardUpTo(long bytes) {
    mostDiscarded = bytes;
  }

  /** Sets a header of the answer. */
  public void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** Forgets a header of the answer. */
  public void removeHeader(String name) {
    response.getHeaders().remove(name);
  }

  /** Sets the type of the answer's body. */
  public void setContentType(String type) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
  }

  /** The connection ends with this answer. */
  public void close() {
    closes = true;
  }

  /** A whole answer; its body is consumed. */
  public void respond(int status, ByteBuffer content) throws IOException, InterruptedException {
    if (status == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    settle();
    response.setStatus(status);
    if (status != 204 && status != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.remaining());
    }
    send(content, true);
  }

  /** Begins an answer whose body follows in pieces. */
  public void begin(int status, long length) throws InterruptedException {
    settle();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
  }

  /** Begins an answer whose body follows in pieces, as many as there will be. */
  public void begin(int status) throws InterruptedException {
    settle();
    response.setStatus(status);
  }

  /** A buffer of at least that many bytes for pieces of the answer. The caller releases it. */
  public RetainableByteBuffer buffer(int size) {
    return request.getComponents().getByteBufferPool().acquire(size, false);
  }

  /**
   * Sends a piece of the body, waiting until the network has taken it.
   *
   * @throws ClientGoneException if it does not, or not in time
   */
  public void send(ByteBuffer piece, boolean last) throws IOException {
    int bytes = piece.remaining();
    sent += headOnly() ? 0 : bytes;
    Connection connection = request.getConnectionMetaData().getConnection();
    long begin = System.nanoTime();
    watch.waitingForReader(connection, patience);
    try {
      Content.Sink.write(response, last, piece);
    } catch (IOException e) {
      throw new ClientGoneException("the answer could not be sent", e);
    } finally {
      patience.use(System.nanoTime() - begin);
      patience.earn(bytes);
      watch.busy(connection);
    }
  }

  /** Whether the status is on its way, so that no other can be given. */
  public boolean committed() {
    return response.isCommitted();
  }

  /** Whether the answer is complete. */
  boolean complete() {
    return response.hasLastWrite();
  }

  /** Before an answer begins: does away with what is left of the request. */
  private void settle() throws InterruptedException {
    if (begun) {
      return;
    }
    begun = true;
    boolean read = !closes && !awaitsLeave() && body.discard(mostDiscarded, REST_COMES_SOON);
    closes |= !read;
    if (closes) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
  }

  /** Whether the client holds its body back until we ask for it. */
  private boolean awaitsLeave() {
    return body.received() == 0
        && request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
  }

  /**
   * After the answer: who still sends goes on to do so for a while. Were the connection closed at
   * once, the answer would be lost with it.
   */
  void linger() throws InterruptedException {
    if (closes && complete() && !awaitsLeave()) {
      body.discard(Long.MAX_VALUE / 2, LINGER);
    }
    body.release();
  }
}
