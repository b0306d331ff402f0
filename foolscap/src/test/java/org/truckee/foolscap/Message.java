package org.truckee.foolscap;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One message of a conversation: everything from an OPEN that stands alone to its CLOSE.
 *
 * @param bytes as they are sent
 * @param tokens the same as text
 */
public record Message(byte[] bytes, List<String> tokens) {
  private static final int KIND = 1;
  private static final int REQUEST = 2;
  private static final int METHOD = 4;
  private static final int INT = 0x81;
  private static final int LARGEST = 0x7f;

  /** All complete messages at the beginning of some bytes. */
  public static List<Message> split(byte[] bytes) {
    List<Message> messages = new ArrayList<>();
    TokenText text = new TokenText(bytes);
    List<String> tokens = new ArrayList<>();
    int begin = 0;
    int depth = 0;
    try {
      while (text.position() < bytes.length) {
        String token = text.next();
        tokens.add(token);
        depth += token.startsWith("OPEN") ? 1 : token.startsWith("CLOSE") ? -1 : 0;
        if (depth == 0) {
          messages.add(
              new Message(Arrays.copyOfRange(bytes, begin, text.position()), List.copyOf(tokens)));
          tokens.clear();
          begin = text.position();
        }
      }
    } catch (BufferUnderflowException e) {
      // The rest is still to come.
    }
    return messages;
  }

  private boolean is(String kind) {
    return tokens.size() > REQUEST && tokens.get(KIND).endsWith("=" + kind + ")");
  }

  /** Whether it asks the other side to do something. */
  public boolean isCall() {
    return is("call");
  }

  /** Whether it is what came of a call. */
  public boolean isAnswer() {
    return is("answer") || is("error");
  }

  /** Whether it lets go of references. */
  public boolean isDecref() {
    return isCall() && tokens.get(METHOD).equals("STRING(decref)");
  }

  /** The number of the call. */
  public int request() {
    return Integer.parseInt(tokens.get(REQUEST).replaceAll("\\D", ""));
  }

  /** The same message about another call. */
  public Message withRequest(int number) {
    if (number > LARGEST || request() > LARGEST) {
      throw new IllegalArgumentException("only small numbers fit into the place of another");
    }
    TokenText text = new TokenText(bytes);
    text.next();
    text.next();
    int at = text.position();
    text.next();
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, at);
    changed.write(number);
    changed.write(INT);
    changed.write(bytes, text.position(), bytes.length - text.position());
    return split(changed.toByteArray()).getFirst();
  }
}
