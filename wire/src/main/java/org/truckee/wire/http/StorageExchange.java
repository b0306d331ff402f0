package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.truckee.http.Exchange;
import org.truckee.http.HttpRange;
import org.truckee.http.MediaTypes;
import org.truckee.http.PercentEncoding;
import org.truckee.http.RefusedException;
import org.truckee.http.RequestBody;
import org.truckee.storage.ByteRange;

/** One request of the storage protocol and the answer to it ({@code spec/05 §3}). */
record StorageExchange(Exchange http) {
  static final String BYTES = "application/octet-stream";

  String method() {
    return http.method();
  }

  /**
   * The path with its percent signs decoded.
   *
   * @throws RefusedException with 400 if it is not UTF-8
   */
  String path() throws RefusedException {
    return PercentEncoding.decode(http.rawPath());
  }

  Optional<String> header(String name) {
    return http.header(name);
  }

  /** The values of all lines of a header. */
  List<String> headers(String name) {
    return http.headers(name);
  }

  RequestBody body() {
    return http.body();
  }

  /** Whether its body can be read as CBOR; one without a type can. */
  boolean sendsCbor() {
    String type = MediaTypes.essence(header("Content-Type").orElse(""));
    return type.isEmpty() || type.equals(Messages.CBOR);
  }

  void setHeader(String name, String value) {
    http.setHeader(name, value);
  }

  void setContentType(String type) {
    http.setContentType(type);
  }

  /** An answer without a body. */
  void empty(int status) throws IOException, InterruptedException {
    http.respond(status, ByteBuffer.allocate(0));
  }

  /** A CBOR answer, or 406 to a client that does not want one. */
  void cbor(int status, byte[] message) throws IOException, InterruptedException {
    cbor(status, ByteBuffer.wrap(message));
  }

  /** A CBOR answer, which is consumed, or 406 to a client that does not want one. */
  void cbor(int status, ByteBuffer message) throws IOException, InterruptedException {
    if (!header("Accept").map(accept -> MediaTypes.prefers(accept, Messages.CBOR)).orElse(true)) {
      empty(406);
      return;
    }
    setContentType(Messages.CBOR);
    http.respond(status, message);
  }

  /** An error with an informal text; its type stays as a route has set it. */
  void text(int status, String text) throws IOException, InterruptedException {
    http.respond(status, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** An error page of a router. */
  void page(int status, String title) throws IOException, InterruptedException {
    setContentType("text/html; charset=utf-8");
    text(status, "<!doctype html>\n<title>%d %s</title>\n<h1>%2$s</h1>\n".formatted(status, title));
  }

  /** A range of a header as one of a share. */
  static ByteRange range(HttpRange range) {
    return new ByteRange(range.begin(), range.end());
  }

  /** The range of a header for one of a share, which is not empty. */
  static HttpRange range(ByteRange range) {
    return new HttpRange(range.begin(), range.end());
  }
}
