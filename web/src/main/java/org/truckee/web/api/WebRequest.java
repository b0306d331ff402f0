package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.truckee.http.Exchange;
import org.truckee.http.MediaTypes;
import org.truckee.http.QueryString;
import org.truckee.http.RefusedException;

/** One request to the web API and its answer. Used by one thread. */
final class WebRequest {
  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final int LONGEST_FORM = 1 << 20;

  private final Exchange http;
  private final UrlPath path;
  private Arguments arguments;
  private String name = "";
  private Form form = Form.EMPTY;

  WebRequest(Exchange http) throws WebException {
    this.http = http;
    this.path = UrlPath.parse(http.rawPath());
    this.arguments = Arguments.ofQuery(http.rawQuery());
  }

  /** The exchange behind it. */
  Exchange http() {
    return http;
  }

  String method() {
    return http.method();
  }

  boolean isHead() {
    return http.headOnly();
  }

  UrlPath path() {
    return path;
  }

  /** Those of the query, and those of the form when it has been read. */
  Arguments arguments() {
    return arguments;
  }

  /** What the path calls the thing that it leads to; empty if it does not. */
  String name() {
    return name;
  }

  void name(String ofPath) {
    name = ofPath;
  }

  /** The form that is its body; empty if it has none. */
  Form form() {
    return form;
  }

  void form(Form read) {
    form = read;
  }

  Optional<String> header(String headerName) {
    return http.header(headerName);
  }

  /** The body. It fails to be read if the connection breaks before its end. */
  InputStream body() {
    return http.body().stream();
  }

  /**
   * Reads the form that is the body, if it is one, so that its fields become arguments ({@code
   * spec/08 §2.3}).
   *
   * @return what has to be closed after all: the file in it, if there is one
   */
  Form readForm(Form.Spooler spooler) throws IOException, WebException, InterruptedException {
    String type = http.header("Content-Type").orElse("");
    Form form = Form.EMPTY;
    if (method().equals("POST")) {
      if (MediaTypes.essence(type).equalsIgnoreCase("multipart/form-data")) {
        form = Form.read(type, body(), spooler);
      } else if (MediaTypes.essence(type).equalsIgnoreCase(URLENCODED)) {
        form = Form.of(fields());
      }
    }
    arguments = arguments.withForm(form.fields());
    return form;
  }

  private List<QueryString.Argument> fields() throws IOException, InterruptedException {
    try {
      ByteBuffer text = http.body().all(LONGEST_FORM);
      return QueryString.parseForm(StandardCharsets.ISO_8859_1.decode(text).toString());
    } catch (RefusedException e) {
      throw e.status() == 413
          ? new RefusedException(
              413,
              "a form of this type has at most %d bytes: send a file as multipart/form-data, or by PUT"
                  .formatted(LONGEST_FORM))
          : e;
    }
  }

  void setHeader(String headerName, String value) {
    http.setHeader(headerName, value);
  }

  /** Ends the exchange with a short text. */
  void respond(int status, String contentType, String text)
      throws IOException, InterruptedException {
    respond(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the exchange with bytes that are at hand. For HEAD only their number is told. */
  void respond(int status, String contentType, byte[] body)
      throws IOException, InterruptedException {
    http.setContentType(contentType);
    http.respond(status, ByteBuffer.wrap(body));
  }

  /** Ends the exchange without a body. */
  void respondEmpty(int status) throws IOException, InterruptedException {
    http.respond(status, ByteBuffer.allocate(0));
  }

  /** Forgets what was set for a response that will not be sent. */
  void clearContentHeaders() {
    for (String content :
        List.of(
            "Content-Type",
            "Content-Length",
            "Content-Disposition",
            "Content-Range",
            "Content-Security-Policy",
            "X-Content-Type-Options")) {
      http.removeHeader(content);
    }
  }
}
