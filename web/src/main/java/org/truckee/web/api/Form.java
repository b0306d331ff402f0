package org.truckee.web.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.truckee.grid.SpooledSource;
import org.truckee.http.QueryString;

/**
 * A {@code multipart/form-data} body ({@code spec/08 §2.3}): small text fields, and the field
 * {@code file}, whose contents may be of any size and are spooled.
 */
final class Form implements AutoCloseable {
  private static final int MAX_PARTS = 100;
  private static final int MAX_FIELD_LENGTH = 1 << 16;
  private static final int MAX_PART_HEADERS = 1 << 13;
  private static final int PIECE = 1 << 16;

  private static final String NO_NAME = "unknown-filename";

  /** No form. */
  static final Form EMPTY = of(List.of());

  /** Keeps the contents of a file until they are uploaded. */
  interface Spooler {
    SpooledSource spool(InputStream contents) throws IOException, InterruptedException;
  }

  private final Map<String, String> fields;
  private final List<QueryString.Argument> all;
  private final Optional<SpooledSource> file;
  private final String fileName;

  private Form(
      Map<String, String> fields,
      List<QueryString.Argument> all,
      Optional<SpooledSource> file,
      String fileName) {
    this.fields = fields;
    this.all = all;
    this.file = file;
    this.fileName = fileName;
  }

  /** A form of text fields alone. Of repeated fields the first counts. */
  static Form of(List<QueryString.Argument> fields) {
    Map<String, String> first = new HashMap<>();
    fields.forEach(field -> first.putIfAbsent(field.name(), field.text()));
    return new Form(first, fields, Optional.empty(), NO_NAME);
  }

  /**
   * Receives the whole form.
   *
   * @param contentType with the boundary of the parts
   * @param memory for its fields of text
   * @throws WebException 400 if it is not a form
   */
  static Form read(String contentType, InputStream body, Spooler spooler, RequestMemory memory)
      throws IOException, WebException, InterruptedException {
    Parts parts = new Parts(boundary(contentType), body, memory);
    SpooledSource file = null;
    try {
      while (parts.advance()) {
        if (file == null && parts.fileSeen) {
          file = spooler.spool(parts.fileContents());
        }
      }
      parts.requireSound();
      return new Form(parts.fields, List.of(), Optional.ofNullable(file), parts.fileName);
    } catch (IOException | WebException | InterruptedException | RuntimeException e) {
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  private static String boundary(String contentType) throws WebException {
    String boundary;
    try {
      boundary = MultiPart.extractBoundary(contentType);
    } catch (IllegalArgumentException e) {
      throw WebException.text(400, "the Content-Type of the form cannot be understood");
    }
    if (boundary == null || boundary.isEmpty()) {
      throw WebException.text(400, "the form has no boundary: send Content-Type with boundary=");
    }
    return boundary;
  }

  Map<String, String> fields() {
    return fields;
  }

  /** All values of a field that is repeated; of a form with parts, none. */
  List<String> values(String name) {
    return all.stream()
        .filter(field -> field.name().equals(name))
        .map(QueryString.Argument::text)
        .toList();
  }

  /** The name that the sender's file had, or what stands for it if there was none. */
  String fileName() {
    return fileName;
  }

  /** The contents of the field {@code file}. */
  Optional<SpooledSource> file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  /** Pulls the body through the parser, one piece at a time, and collects what it finds. */
  private static final class Parts implements MultiPart.Parser.Listener {
    private static final Pattern NAME = Pattern.compile("(?i)(?:^|[;\\s])name=\"?([^\";]*)\"?");
    private static final Pattern FILE_NAME =
        Pattern.compile("(?i)(?:^|[;\\s])filename=\"?([^\";]*)\"?");

    private final MultiPart.Parser parser;
    private final InputStream body;
    private final RequestMemory memory;
    private long uncounted;
    private final Map<String, String> fields = new HashMap<>();
    private final Queue<ByteBuffer> fileContents = new ArrayDeque<>();
    private String name = "";
    private String sentName = NO_NAME;
    private String fileName = NO_NAME;
    private ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean inFile;
    private boolean fileSeen;
    private boolean bodyEnded;
    private boolean refused;
    private String complaint = "the form does not end as it should";

    Parts(String boundary, InputStream body, RequestMemory memory) {
      this.memory = memory;
      this.parser = new MultiPart.Parser(boundary, this);
      this.body = body;
      parser.setMaxParts(MAX_PARTS);
      parser.setPartHeadersMaxLength(MAX_PART_HEADERS);
    }

    /** Reads on; false at the end of the body. */
    boolean advance() throws IOException {
      if (bodyEnded) {
        return false;
      }
      byte[] piece = body.readNBytes(PIECE);
      bodyEnded = piece.length < PIECE;
      parser.parse(Content.Chunk.from(ByteBuffer.wrap(piece), bodyEnded));
      count();
      return true;
    }

    /** The text that was found takes memory: where it is gathered, and as what it becomes. */
    private void count() throws IOException {
      try {
        memory.take(3 * uncounted);
        uncounted = 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the form is not wanted any more");
      }
    }

    void requireSound() throws WebException {
      if (!complaint.isEmpty()) {
        throw WebException.text(400, complaint);
      }
    }

    /** The contents of the file, from what was read so far to the end of its part. */
    InputStream fileContents() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          while (fileContents.isEmpty()) {
            if (!inFile || !advance()) {
              return -1;
            }
          }
          ByteBuffer next = fileContents.element();
          int count = Math.min(length, next.remaining());
          next.get(target, offset, count);
          if (!next.hasRemaining()) {
            fileContents.remove();
          }
          return count;
        }
      };
    }

    @Override
    public void onPartBegin() {
      name = "";
      sentName = NO_NAME;
      text = new ByteArrayOutputStream();
    }

    @Override
    public void onPartHeader(String header, String value) {
      if (header.equalsIgnoreCase("Content-Disposition")) {
        Matcher matcher = NAME.matcher(value);
        name = matcher.find() ? matcher.group(1) : "";
        Matcher file = FILE_NAME.matcher(value);
        sentName = file.find() ? file.group(1) : NO_NAME;
      }
    }

    @Override
    public void onPartHeaders() {
      inFile = name.equals("file") && !fileSeen;
      fileName = inFile ? sentName : fileName;
      fileSeen |= inFile;
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      // The pieces are arrays of our own, which stay as they are.
      ByteBuffer content = chunk.getByteBuffer().slice();
      if (inFile) {
        if (content.hasRemaining()) {
          fileContents.add(content);
        }
      } else if (text.size() + content.remaining() <= MAX_FIELD_LENGTH) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        text.writeBytes(bytes);
        uncounted += bytes.length;
      } else {
        refuse("a field of the form has more than %d bytes".formatted(MAX_FIELD_LENGTH));
      }
    }

    @Override
    public void onPartEnd() {
      if (!inFile && !name.isEmpty() && !name.equals("file")) {
        fields.putIfAbsent(name, text.toString(StandardCharsets.UTF_8));
      }
      inFile = false;
    }

    @Override
    public void onComplete() {
      if (!refused) {
        complaint = "";
      }
    }

    @Override
    public void onFailure(Throwable cause) {
      refuse("the form cannot be understood: " + Escapes.printable(cause.getMessage()));
    }

    private void refuse(String reason) {
      complaint = reason;
      refused = true;
      bodyEnded = true;
      inFile = false;
    }
  }
}
