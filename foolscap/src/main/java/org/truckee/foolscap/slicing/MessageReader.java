package org.truckee.foolscap.slicing;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.TokenReader;
import org.truckee.foolscap.banana.TokenType;
import org.truckee.foolscap.banana.Utf8;
import org.truckee.foolscap.banana.Vocabulary;

/**
 * Reads the structure of messages: sequences in sequences, numbers and names ({@code spec/06
 * §5.3}). It counts what a message costs against a budget.
 *
 * <p>A {@link ViolationException} leaves the reader in the middle of a message, of which {@link
 * #discard} throws away the rest. After any other exception the stream is of no use any more. Used
 * by one thread.
 */
public final class MessageReader {
  private static final int MAX_INDEX_TOKEN = 15;
  private static final int MAX_CLASS_NAME = 50;
  private static final int MAX_DEPTH = 500;

  private final TokenReader tokens;
  private final Vocabulary vocabulary;

  private long[] open = new long[16];
  private int depth;
  private long opens;
  private boolean waiting;
  private TokenType next = TokenType.CLOSE;
  private long budget;
  private long messages;

  /** Reads from {@code tokens}. */
  public MessageReader(TokenReader tokens, Vocabulary vocabulary) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
  }

  /** Waits for the next message and enters it; says of which kind it is. */
  public String nextMessage() throws IOException {
    messages++;
    budget = 0;
    while (true) {
      switch (tokens.next()) {
        case OPEN -> {
          try {
            return enter();
          } catch (ViolationException e) {
            discard();
          }
        }
        case ABORT -> {}
        case CLOSE -> throw new BananaException("lost sync, got CLOSE at top level");
        case INT, STRING, NEG, FLOAT, LONGINT, LONGNEG, VOCAB, LIST, ERROR, PING, PONG ->
            throw new BananaException("top-level must be OPEN");
      }
    }
  }

  /** From now on the message may cost so many bytes of memory. */
  public void limit(long bytes) {
    budget = bytes;
  }

  /** Throws away the rest of the message. */
  public void discard() throws IOException {
    if (waiting && next == TokenType.OPEN) {
      push();
    } else if (waiting && next == TokenType.CLOSE) {
      depth--;
    }
    waiting = false;
    while (depth > 0) {
      switch (tokens.next()) {
        case OPEN -> push();
        case CLOSE -> depth--;
        default -> {}
      }
    }
  }

  /** Whether there is more in the innermost sequence; if not, it is left. */
  public boolean more() throws IOException {
    peek();
    if (next == TokenType.CLOSE) {
      waiting = false;
      leave();
      return false;
    }
    return true;
  }

  /** The type of the token that comes next. */
  public TokenType peek() throws IOException {
    if (!waiting) {
      next = tokens.next();
      waiting = true;
      if (next == TokenType.ABORT) {
        waiting = false;
        throw ViolationException.ofAbort();
      }
    }
    return next;
  }

  /**
   * Leaves the innermost sequence, in which there must be nothing more.
   *
   * @throws BananaException if there is, with {@code complaint}
   */
  public void end(String complaint) throws IOException {
    if (more()) {
      throw new BananaException(complaint);
    }
  }

  /** Enters the sequence that begins with the next token; says of which kind it is. */
  public String begin(String wanted) throws IOException {
    if (take(wanted) != TokenType.OPEN) {
      throw new BananaException("%s token instead of %s".formatted(next, wanted));
    }
    return enter();
  }

  /**
   * A number that says where a message belongs: an INT, or also a NEG.
   *
   * @throws BananaException if it is anything else
   */
  public long id(String what, boolean negativeToo) throws IOException {
    TokenType type = take(what);
    if (type != TokenType.INT && !(negativeToo && type == TokenType.NEG)) {
      throw new BananaException("%s must be an INT, not %s".formatted(what, type));
    }
    return type == TokenType.INT ? tokens.magnitude() : -tokens.magnitude();
  }

  /**
   * A name.
   *
   * @throws BananaException if there is no byte string
   * @throws ViolationException if it is too long
   */
  public String name(String what, int limit) throws IOException {
    TokenType type = take(what);
    if (type != TokenType.STRING && type != TokenType.VOCAB) {
      throw new BananaException("%s must be a byte string, not %s".formatted(what, type));
    }
    return utf8(string(type, limit));
  }

  /** The second index token of a copyable that has been entered. */
  public String className() throws IOException {
    return utf8(indexToken(MAX_CLASS_NAME));
  }

  /** How much of the budget is left. */
  public long budget() {
    return budget;
  }

  /** How many messages have begun. */
  long messages() {
    return messages;
  }

  /** How many sequences have begun on this connection. */
  long opens() {
    return opens;
  }

  /** The tokens below. */
  TokenReader tokens() {
    return tokens;
  }

  /** The next token, which must not end the sequence. */
  TokenType take(String what) throws IOException {
    peek();
    if (next == TokenType.CLOSE) {
      throw new BananaException("a sequence ended where %s should be".formatted(what));
    }
    waiting = false;
    return next;
  }

  private void push() {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = tokens.magnitude();
    opens++;
  }

  /** Enters the sequence whose OPEN token has just been read; says of which kind it is. */
  String enter() throws IOException {
    push();
    if (depth > MAX_DEPTH) {
      throw new ViolationException("nested more than %d levels deep".formatted(MAX_DEPTH));
    }
    return utf8(indexToken(MAX_INDEX_TOKEN));
  }

  private byte[] indexToken(int limit) throws IOException {
    TokenType type = tokens.next();
    return switch (type) {
      case STRING -> {
        if (tokens.unread() > limit) {
          throw new ViolationException(
              "an index token of %d bytes, more than %d".formatted(tokens.unread(), limit));
        }
        yield tokens.body();
      }
      case VOCAB -> word();
      case OPEN -> throw new BananaException("OPEN token followed by OPEN");
      case CLOSE -> throw new BananaException("lost sync, got CLOSE instead of an index token");
      case ABORT -> throw ViolationException.ofAbort();
      case INT, NEG, FLOAT, LONGINT, LONGNEG, LIST, ERROR, PING, PONG ->
          throw new ViolationException("index token %s, not STRING or VOCAB".formatted(type));
    };
  }

  private void leave() throws BananaException {
    long number = tokens.magnitude();
    if (depth == 0 || open[depth - 1] != number) {
      throw new BananaException("lost sync, got CLOSE(%d)".formatted(number));
    }
    depth--;
  }

  /** The bytes of the current STRING or VOCAB token. */
  byte[] string(TokenType type, long limit) throws IOException {
    if (type == TokenType.VOCAB) {
      return word();
    }
    if (tokens.unread() > limit) {
      throw new ViolationException(
          "STRING token too large: %d>%d".formatted(tokens.unread(), limit));
    }
    return body();
  }

  /** The body of the current token. */
  byte[] body() throws IOException {
    charge(tokens.unread());
    return tokens.body();
  }

  /** The word of the current VOCAB token. */
  byte[] word() throws BananaException {
    return vocabulary
        .word(tokens.magnitude())
        .orElseThrow(() -> new BananaException("a VOCAB token that is not in the table"));
  }

  /** Takes from the budget. */
  void charge(long bytes) throws ViolationException {
    if (bytes > budget) {
      throw new ViolationException("the message is larger than is allowed here");
    }
    budget -= bytes;
  }

  /** Decodes strictly. */
  static String utf8(byte[] bytes) throws BananaException {
    try {
      return Utf8.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new BananaException("text that is not UTF-8");
    }
  }
}
