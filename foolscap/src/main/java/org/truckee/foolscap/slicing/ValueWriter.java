package org.truckee.foolscap.slicing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.TokenWriter;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/**
 * Writes messages: sequences of tokens, and values inside them ({@code spec/06 §6}). It numbers the
 * sequences of a connection and sends a list, tuple, set or dict that occurs twice in a message
 * only once. Used by one thread at a time.
 */
public final class ValueWriter {
  /** How deep values may be nested. */
  public static final int MAX_DEPTH = 500;

  private static final int PIECE = 64 << 10;

  private final TokenWriter out;
  private final References references;
  private final Map<Value, Long> sent = new IdentityHashMap<>();
  private long[] open = new long[16];
  private int depth;
  private long opens;

  /** Writes to {@code out}. */
  public ValueWriter(TokenWriter out, References references) {
    this.out = out;
    this.references = references;
  }

  /** The tokens below, for what is no value. */
  public TokenWriter tokens() {
    return out;
  }

  /** Begins a sequence; outside of any other one it is a message. */
  public void open(String opentype) throws IOException {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = opens;
    out.open(opens++);
    out.string(opentype);
  }

  /** Ends the innermost sequence. */
  public void close() throws IOException {
    out.close(open[--depth]);
    if (depth == 0) {
      sent.clear();
    }
  }

  /** Gives up the message and all that is open ({@code spec/06 §5.6}). */
  public void abort() throws IOException {
    while (depth > 0) {
      out.abort(open[depth - 1]);
      close();
    }
  }

  /**
   * Writes a value.
   *
   * @throws ViolationException if it cannot be sent; the message has to be aborted then
   * @throws IOException if the transport failed, or a stream broke off after its first byte: the
   *     connection is of no use any more
   */
  public void value(Value value) throws IOException {
    switch (value) {
      case Value.None _ -> word("none");
      case Value.Bool bool -> {
        open("boolean");
        out.integer(bool.value() ? 1 : 0);
        close();
      }
      case Value.Int number -> out.integer(number.value());
      case Value.Real number -> out.floating(number.value());
      case Bytes bytes -> out.string(bytes.array());
      case ByteStream stream -> stream(stream);
      case Value.Text text -> {
        open("unicode");
        out.string(text.value());
        close();
      }
      case Value.Decimal decimal -> {
        open("decimal");
        out.string(decimal.text());
        close();
      }
      case Sequence sequence -> sequence(sequence);
      case Value.Dict dict -> dict(dict);
      case Value.Copyable copyable -> copyable(copyable);
      case Reference reference -> reference(reference);
    }
  }

  private void word(String opentype) throws IOException {
    open(opentype);
    close();
  }

  private void sequence(Sequence sequence) throws IOException {
    boolean tracked = sequence.kind() != Sequence.Kind.IMMUTABLE_SET;
    if (tracked && sentBefore(sequence)) {
      return;
    }
    nest(sequence.kind().opentype());
    for (Value item : sequence.items()) {
      value(item);
    }
    close();
  }

  private void dict(Value.Dict dict) throws IOException {
    if (sentBefore(dict)) {
      return;
    }
    nest("dict");
    for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
      value(entry.getKey());
      value(entry.getValue());
    }
    close();
  }

  private void copyable(Value.Copyable copyable) throws IOException {
    nest("copyable");
    out.string(copyable.className());
    for (Map.Entry<String, Value> attribute : copyable.attributes().entrySet()) {
      out.string(attribute.getKey());
      value(attribute.getValue());
    }
    close();
  }

  private void nest(String opentype) throws IOException {
    if (depth >= MAX_DEPTH) {
      throw new ViolationException(
          "values can be nested %d levels deep at most".formatted(MAX_DEPTH));
    }
    open(opentype);
  }

  private boolean sentBefore(Value value) throws IOException {
    Long number = sent.putIfAbsent(value, opens);
    if (number == null) {
      return false;
    }
    open("reference");
    out.integer(number);
    close();
    return true;
  }

  private void reference(Reference reference) throws IOException {
    switch (references.send(reference)) {
      case WireReference.Mine mine -> {
        open("my-reference");
        out.integer(mine.clid());
        if (mine.interfaceName().isPresent()) {
          out.string(mine.interfaceName().get());
          if (mine.furl().isPresent()) {
            out.string(mine.furl().get());
          }
        }
        close();
      }
      case WireReference.Yours yours -> {
        open("your-reference");
        out.integer(yours.clid());
        close();
      }
      case WireReference.Theirs theirs -> {
        open("their-reference");
        out.integer(theirs.giftId());
        out.string(theirs.furl());
        close();
      }
    }
  }

  private void stream(ByteStream stream) throws IOException {
    InputStream source;
    try {
      source = stream.open();
    } catch (IOException e) {
      ViolationException violation =
          new ViolationException("the bytes to be sent cannot be read: " + e.getMessage());
      violation.initCause(e);
      throw violation;
    }
    try (source) {
      out.stringHead(stream.length());
      byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, stream.length()))];
      long left = stream.length();
      while (left > 0) {
        int count = source.read(piece, 0, (int) Math.min(piece.length, left));
        if (count < 0) {
          throw new EOFException("a stream to be sent ended %d bytes early".formatted(left));
        }
        out.body().write(piece, 0, count);
        left -= count;
      }
    }
  }
}
