package org.truckee.cli.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an answer of HTTP/1.1 from a connection that is used once. */
public final class AnswerReader {
  private static final int HEAD_BYTES = 65_536;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: (.*))?");

  private final InputStream in;
  private int headBytes;

  public AnswerReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the head; the body can be read from what is returned.
   *
   * @throws IOException if the connection ends, or what comes is no answer
   */
  public Answer read(AutoCloseable connection) throws IOException {
    while (true) {
      Matcher status = STATUS.matcher(line());
      if (!status.matches()) {
        throw new IOException("what it sends is not HTTP");
      }
      Map<String, String> fields = fields();
      int code = Integer.parseInt(status.group(1));
      if (code >= 200) {
        String reason = status.group(2) == null ? "" : status.group(2).strip();
        long length = length(fields);
        return new Answer(code, reason, length, body(code, fields, length), connection);
      }
    }
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("a header line of its answer cannot be read");
      }
      fields.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  private static long length(Map<String, String> fields) throws IOException {
    String text = fields.get("content-length");
    if (text == null || fields.containsKey("transfer-encoding")) {
      return -1;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IOException("the length of its answer cannot be read");
    }
    return Long.parseLong(text);
  }

  private InputStream body(int code, Map<String, String> fields, long length) throws IOException {
    String coding = fields.get("transfer-encoding");
    if (code == 204 || code == 304) {
      return InputStream.nullInputStream();
    }
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("its answer is in an unknown coding: " + coding);
      }
      return new Chunks();
    }
    return length < 0 ? in : new Bounded(length);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (++headBytes > HEAD_BYTES) {
        throw new IOException("the head of its answer is too long");
      }
      if (next == '\n') {
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
      }
      line.append((char) (next & 0xff));
    }
  }

  /** As many bytes as the head says; an early end is the end, as the caller counts. */
  private final class Bounded extends InputStream {
    private long left;

    Bounded(long length) {
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }
  }

  /** A body in chunks; one that does not end as it should is an error. */
  private final class Chunks extends InputStream {
    private long left;
    private boolean begun;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (left == 0 && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(count, left));
      if (read < 0) {
        throw new EOFException("the connection ended");
      }
      left -= read;
      return read;
    }

    private void next() throws IOException {
      headBytes = 0;
      if (begun && !line().isEmpty()) {
        throw new IOException("a chunk of its answer does not end where it should");
      }
      begun = true;
      String size = line().split(";", 2)[0].strip();
      if (!size.matches("[0-9A-Fa-f]{1,15}")) {
        throw new IOException("a chunk of its answer has no length");
      }
      left = Long.parseLong(size, 16);
      if (left == 0) {
        fields();
        ended = true;
      }
    }
  }

  /** An answer with its body in memory, as far as anybody will look at it. */
  public static Answer held(Answer answer, int most) throws IOException {
    byte[] bytes = answer.body().readNBytes(most);
    return new Answer(
        answer.status(),
        answer.reason(),
        answer.length(),
        new java.io.ByteArrayInputStream(bytes),
        answer.connection());
  }

  /** The ASCII bytes of a head. */
  public static byte[] bytes(String head) {
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }
}
