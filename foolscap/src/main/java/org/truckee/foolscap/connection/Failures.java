package org.truckee.foolscap.connection;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.TokenType;
import org.truckee.foolscap.banana.Utf8;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.slicing.MessageReader;
import org.truckee.foolscap.slicing.ValueReader;
import org.truckee.foolscap.slicing.ValueWriter;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** Failures on the wire ({@code spec/06 §11}). */
final class Failures {
  private static final String CLASS = "twisted.python.failure.Failure";
  private static final int MAX_VALUE = 1000;
  private static final int MAX_TYPE = 200;
  private static final int MAX_TRACEBACK = 2000;
  private static final int MAX_PARENTS = 1000;
  private static final int KEPT_TRACEBACK = 1900;
  private static final int TRACEBACK_HEAD = 700;
  private static final int TRACEBACK_TAIL = 1200;
  private static final String ELIDED = "\n\n-- TRACEBACK ELIDED --\n\n";
  private static final String CUT = "..";

  private Failures() {}

  static void write(ValueWriter writer, RemoteFailure failure) throws IOException {
    writer.open("copyable");
    writer.tokens().string(CLASS);
    writer.tokens().string("value");
    writer.tokens().string(shortened(failure.value(), MAX_VALUE));
    writer.tokens().string("type");
    writer.tokens().string(shortened(failure.type(), MAX_TYPE));
    writer.tokens().string("traceback");
    writer.tokens().string(traceback(failure.traceback()));
    writer.tokens().string("parents");
    writer.open("list");
    for (String parent : failure.parents()) {
      writer.tokens().string(shortened(parent, MAX_TYPE));
    }
    writer.close();
    writer.close();
  }

  private static byte[] shortened(String text, int limit) {
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    if (whole.length <= limit) {
      return whole;
    }
    byte[] head = Utf8.shortened(text, limit - CUT.length() - 1);
    byte[] cut = Arrays.copyOf(head, head.length + CUT.length());
    Arrays.fill(cut, head.length, cut.length, (byte) '.');
    return cut;
  }

  private static byte[] traceback(String text) {
    if (text.length() <= KEPT_TRACEBACK) {
      return Utf8.shortened(text, MAX_TRACEBACK);
    }
    String kept =
        text.substring(0, TRACEBACK_HEAD) + ELIDED + text.substring(text.length() - TRACEBACK_TAIL);
    return Utf8.shortened(kept, MAX_TRACEBACK);
  }

  /**
   * Reads one.
   *
   * @throws ViolationException if there is something else, or it is too large
   * @throws BananaException if something is missing in it, or not text
   */
  static RemoteFailure read(MessageReader reader, ValueReader values) throws IOException {
    if (reader.peek() != TokenType.OPEN) {
      throw new ViolationException(reader.peek() + " token instead of a failure");
    }
    String opentype = reader.begin("a failure");
    if (!opentype.equals("copyable") || !reader.className().equals(CLASS)) {
      throw new ViolationException(opentype + " instead of a failure");
    }
    Map<String, Value> attributes = new HashMap<>();
    while (reader.more()) {
      String name = reader.name("an attribute", MAX_TYPE);
      Constraint constraint =
          switch (name) {
            case "value" -> new Constraint.BytesOf(0, MAX_VALUE);
            case "type" -> new Constraint.BytesOf(0, MAX_TYPE);
            case "traceback" -> new Constraint.BytesOf(0, MAX_TRACEBACK);
            case "parents" ->
                new Constraint.ManyOf(
                    Sequence.Kind.LIST, new Constraint.BytesOf(0, MAX_TYPE), MAX_PARENTS);
            default -> throw new ViolationException("unknown attribute of a failure");
          };
      if (attributes.put(name, values.value(constraint)) != null) {
        throw new BananaException("a failure with the same attribute twice");
      }
    }
    return new RemoteFailure(
        text(attributes.get("type")),
        parents(attributes.get("parents")),
        text(attributes.get("value")),
        text(attributes.get("traceback")));
  }

  private static List<String> parents(Value value) throws BananaException {
    if (!(value instanceof Sequence sequence)) {
      throw new BananaException("a failure without parents");
    }
    List<String> parents = new ArrayList<>();
    for (Value parent : sequence.items()) {
      parents.add(text(parent));
    }
    return parents;
  }

  private static String text(Value value) throws BananaException {
    if (!(value instanceof Bytes bytes)) {
      throw new BananaException("a failure that lacks an attribute");
    }
    try {
      return Utf8.decode(bytes.array());
    } catch (CharacterCodingException e) {
      throw new BananaException("a failure with text that is not UTF-8");
    }
  }
}
