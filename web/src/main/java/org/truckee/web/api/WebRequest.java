package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.http.Exchange;
import org.truckee.http.MediaTypes;
import org.truckee.http.QueryString;
import org.truckee.http.RefusedException;

/** One request to the web API and its answer. Used by one thread. */
final class WebRequest {
  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";
  private static final Set<String> JSON_OPERATIONS =
      Set.of("mkdir-with-children", "mkdir-immutable", "set_children", "set-children");
  private static final int LONGEST_FORM = 1 << 20;

  /** More would only be sent to do harm. */
  private static final int MOST_FIELDS = 1000;

  /** What a form of text takes in memory, in bytes for each that was sent. */
  private static final int FORM_FACTOR = 4;

  private final Exchange http;
  private final RequestMemory memory;
  private final UrlPath path;
  private Arguments arguments;
  private String name = "";
  private Form form = Form.EMPTY;
  private boolean hasPlainBody;

  WebRequest(Exchange http, RequestMemory memory) throws WebException {
    this.http = http;
    this.memory = memory;
    this.path = UrlPath.parse(http.rawPath());
    this.arguments = Arguments.ofQuery(http.rawQuery());
  }

  /** The exchange behind it. */
  Exchange http() {
    return http;
  }

  /** The memory that it takes. */
  RequestMemory memory() {
    return memory;
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

  /** The arguments of the query, and those of the form when it has been read. */
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

  Optional<String> header(String headerName) {
    return http.header(headerName);
  }

  /** The body. It fails to be read if the connection breaks before its end. */
  InputStream body() {
    return http.body().stream();
  }

  /**
   * From here on the work is done to its end, even if the client goes away: it changes what others
   * see, who must not find it half done.
   */
  void finishWithoutClient() {
    http.finishWithoutClient();
  }

  /** Whether the body is read as a form: not if the operation takes JSON, whatever its type. */
  private boolean carriesForm() throws WebException {
    return method().equals("POST") && !JSON_OPERATIONS.contains(arguments.operation());
  }

  /**
   * Reads the form that is the body, if it is one, so that its fields become arguments ({@code
   * spec/08 §2.3}).
   *
   * @return what has to be closed after all: the file in it, if there is one
   */
  Form readForm(Form.Spooler spooler) throws IOException, WebException, InterruptedException {
    String type = MediaTypes.essence(contentType());
    if (carriesForm() && type.equalsIgnoreCase(MULTIPART)) {
      form = Form.read(contentType(), body(), spooler, memory);
    } else if (carriesForm() && type.equalsIgnoreCase(URLENCODED)) {
      form = Form.of(fields());
    }
    arguments = arguments.withForm(form.fields());
    return form;
  }

  private List<QueryString.Argument> fields()
      throws IOException, WebException, InterruptedException {
    try {
      takeForBody(LONGEST_FORM, FORM_FACTOR);
      ByteBuffer body = http.body().all(LONGEST_FORM);
      hasPlainBody = body.hasRemaining();
      String text = StandardCharsets.ISO_8859_1.decode(body).toString();
      if (text.chars().filter(c -> c == '&').count() >= MOST_FIELDS) {
        throw WebException.text(400, "a form has at most %d fields".formatted(MOST_FIELDS));
      }
      return QueryString.parseForm(text);
    } catch (RefusedException e) {
      throw e.status() == 413
          ? new RefusedException(
              413,
              "a form of this type has at most %d bytes: send a file as multipart/form-data, or by PUT"
                  .formatted(LONGEST_FORM))
          : e;
    }
  }

  /** Whether there is a body that is no form with parts. */
  boolean hasPlainBody() throws IOException {
    return hasPlainBody || !contentType().startsWith(MULTIPART) && body().read() >= 0;
  }

  /** Takes memory for a body before it is read; if its length is not told, for the longest. */
  private void takeForBody(int limit, int factor) throws RefusedException, InterruptedException {
    long announced = http.body().announcedLength();
    memory.take((announced < 0 ? limit : Math.min(limit, announced)) * factor);
  }

  /** The whole body, which must not be long. */
  byte[] smallBody(int limit, String what) throws IOException, InterruptedException {
    takeForBody(limit, 1);
    try {
      ByteBuffer all = http.body().all(limit);
      if (all.remaining() == all.array().length) {
        return all.array();
      }
      byte[] bytes = new byte[all.remaining()];
      all.get(bytes);
      return bytes;
    } catch (RefusedException e) {
      throw e.status() == 413
          ? new RefusedException(413, "%s has at most %d bytes".formatted(what, limit))
          : e;
    }
  }

  private String contentType() {
    return http.header("Content-Type").orElse("");
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
            "Content-Encoding",
            "Content-Range")) {
      http.removeHeader(content);
    }
    SafeHeaders.set(http);
  }
}
