package org.truckee.firstgen.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.http.Exchange;
import org.truckee.http.MediaTypes;
import org.truckee.http.QueryString;
import org.truckee.http.RefusedException;

/**
 * The fields of a form and the file in it, if there is one. Fields are small; a file lies on the
 * disk.
 *
 * @param fields with Latin-1 values, as those of a query
 * @param file what was chosen to be uploaded
 * @param fileName how it is called where it comes from
 */
record Form(List<QueryString.Argument> fields, Optional<Spool> file, String fileName)
    implements AutoCloseable {
  private static final int MAX_FIELDS = 64 << 10;
  private static final int MAX_HEAD = 8 << 10;
  private static final int MAX_PARTS = 100;
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*(name|filename|boundary)=(?:\"([^\"]*)\"|([^;\\s]+))");

  /**
   * Reads the form of a request.
   *
   * @throws RefusedException if it is none, or too large
   */
  static Form of(Exchange exchange, Path spool) throws IOException, InterruptedException {
    String type = exchange.header("Content-Type").orElse("");
    return switch (MediaTypes.essence(type)) {
      case "multipart/form-data" -> {
        String boundary =
            parameter(type, "boundary")
                .orElseThrow(() -> new RefusedException(400, "a form without a boundary"));
        yield parse(exchange.body().stream(), boundary, spool);
      }
      case "application/x-www-form-urlencoded" -> {
        ByteBuffer body = exchange.body().all(MAX_FIELDS);
        yield new Form(
            QueryString.parseForm(StandardCharsets.ISO_8859_1.decode(body).toString()),
            Optional.empty(),
            "");
      }
      default -> new Form(List.of(), Optional.empty(), "");
    };
  }

  private static Optional<String> parameter(String header, String name) {
    Matcher parameters = PARAMETER.matcher(header);
    while (parameters.find()) {
      if (parameters.group(1).equals(name)) {
        return Optional.of(parameters.group(2) != null ? parameters.group(2) : parameters.group(3));
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the parts of a form.
   *
   * @throws RefusedException if it is damaged or too large
   */
  static Form parse(InputStream body, String boundary, Path spool) throws IOException {
    if (boundary.isEmpty() || boundary.length() > 200 || boundary.indexOf('\r') >= 0) {
      throw new RefusedException(400, "a form with a boundary that cannot be");
    }
    Parts parts = new Parts(body, boundary);
    List<QueryString.Argument> fields = new ArrayList<>();
    Optional<Spool> file = Optional.empty();
    String fileName = "";
    try {
      parts.copy(OutputStream.nullOutputStream(), MAX_HEAD);
      int left = MAX_FIELDS;
      for (int part = 0; parts.next(); part++) {
        String head = parts.head();
        String name = parameter(head, "name").orElse("");
        Optional<String> chosen = parameter(head, "filename");
        if (part > MAX_PARTS) {
          throw new RefusedException(400, "a form with too many parts");
        }
        if (name.equals("file") && chosen.isPresent() && file.isEmpty()) {
          Spool made = Spool.in(spool);
          file = Optional.of(made);
          fileName = chosen.get();
          try (OutputStream out = Files.newOutputStream(made.file())) {
            parts.copy(out, Long.MAX_VALUE);
          }
        } else {
          ByteArrayOutputStream value = new ByteArrayOutputStream();
          parts.copy(value, left);
          left -= value.size();
          fields.add(new QueryString.Argument(name, value.toString(StandardCharsets.ISO_8859_1)));
        }
      }
      return new Form(List.copyOf(fields), file, fileName);
    } catch (IOException | RuntimeException e) {
      if (file.isPresent()) {
        file.get().close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  /** Walks through the parts. A delimiter has one carriage return only, at its beginning. */
  private static final class Parts {
    private final InputStream in;
    private final byte[] delimiter;
    private boolean first = true;

    Parts(InputStream body, String boundary) {
      this.in = new BufferedInputStream(body);
      this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether behind the delimiter there is another part. */
    boolean next() throws IOException {
      int one = in.read();
      int two = in.read();
      if (one == '-' && two == '-') {
        return false;
      }
      if (one != '\r' || two != '\n') {
        throw new RefusedException(400, "a form that is damaged");
      }
      return true;
    }

    String head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      String text = "";
      while (!text.endsWith("\r\n\r\n") && !text.equals("\r\n")) {
        int octet = in.read();
        if (octet < 0 || head.size() > MAX_HEAD) {
          throw new RefusedException(400, "a form that is damaged");
        }
        head.write(octet);
        if (octet == '\n') {
          text = head.toString(StandardCharsets.UTF_8);
        }
      }
      return text.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
          .findFirst()
          .orElse("");
    }

    /** Copies up to the next delimiter. */
    void copy(OutputStream out, long max) throws IOException {
      long left = max;
      // Before the first part the line break of the delimiter may be missing.
      int matched = first ? 2 : 0;
      int unwritten = first ? 2 : 0;
      first = false;
      while (matched < delimiter.length) {
        int octet = in.read();
        if (octet < 0) {
          throw new RefusedException(400, "a form that ends before its end");
        }
        if (octet == delimiter[matched]) {
          matched++;
          continue;
        }
        left -= matched - unwritten + 1L;
        if (left < 0) {
          throw new RefusedException(413, "a field of the form is too large");
        }
        out.write(delimiter, unwritten, matched - unwritten);
        unwritten = 0;
        matched = octet == delimiter[0] ? 1 : 0;
        if (matched == 0) {
          out.write(octet);
        }
      }
    }
  }
}
