package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/** One request and its response, in blocking style. Used by one thread. */
final class Exchange {
  private final Request request;
  private final Response response;
  private final UrlPath path;
  private Arguments arguments;

  Exchange(Request request, Response response) throws WebException {
    this.request = request;
    this.response = response;
    this.path = UrlPath.parse(request.getHttpURI().getPath());
    this.arguments = Arguments.ofQuery(request.getHttpURI().getQuery());
  }

  String method() {
    return request.getMethod();
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  UrlPath path() {
    return path;
  }

  Arguments arguments() {
    return arguments;
  }

  void arguments(Arguments withForm) {
    this.arguments = withForm;
  }

  /** The first value of a request header, {@code null} if there is none. */
  String header(String name) {
    return request.getHeaders().get(name);
  }

  /** The address of this site as the client sees it: {@code http://host:port}. */
  String base() {
    String host = Request.getServerName(request);
    int port =
        ((InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress()).getPort();
    return "http://%s:%d".formatted(host, port);
  }

  /** The body. It fails to be read if the connection breaks before its end. */
  InputStream body() {
    return Content.Source.asInputStream(request);
  }

  void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** Ends the exchange with a short text. */
  void respond(int status, String contentType, String text) throws IOException {
    respond(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the exchange with bytes that are at hand. For HEAD only their number is told. */
  void respond(int status, String contentType, byte[] body) throws IOException {
    begin(status, contentType, body.length);
    write(ByteBuffer.wrap(body), true);
  }

  /** Ends the exchange without a body. */
  void respondEmpty(int status) throws IOException {
    response.setStatus(status);
    write(ByteBuffer.allocate(0), true);
  }

  /** Sets the head of a response whose body follows with {@link #write}. */
  void begin(int status, String contentType, long length) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
  }

  /** Sends a part of the body and waits until the connection has taken it. */
  void write(ByteBuffer part, boolean last) throws IOException {
    try (Blocker.Callback sent = Blocker.callback()) {
      response.write(last, part, sent);
      sent.block();
    }
  }

  /** Whether the head of the response is on its way, so that no other can be sent. */
  boolean isCommitted() {
    return response.isCommitted();
  }

  /** Forgets what was set for a response that will not be sent. */
  void clearContentHeaders() {
    response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
    response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
    response.getHeaders().remove(HttpHeader.CONTENT_ENCODING);
    response.getHeaders().remove(HttpHeader.CONTENT_DISPOSITION);
    response.getHeaders().remove(HttpHeader.CONTENT_RANGE);
  }
}
