package org.truckee.foolscap.value;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be sent: the objects of {@code spec/06 §6}. Byte strings and text are never the same,
 * nor are lists and tuples, numbers and truth values.
 *
 * <p>Lists, tuples, sets and dicts have an identity beside their contents: one that occurs twice in
 * a message is sent once and referred to afterwards. A message from outside can therefore contain
 * itself; nothing here may be walked through without a limit.
 */
public sealed interface Value
    permits Value.None,
        Value.Bool,
        Value.Int,
        Value.Real,
        Bytes,
        ByteStream,
        Value.Text,
        Value.Decimal,
        Sequence,
        Value.Dict,
        Value.Copyable,
        Reference {

  /** Nothing. */
  enum None implements Value {
    /** The only one. */
    NONE
  }

  /** A truth value. */
  record Bool(boolean value) implements Value {
    /** True. */
    public static final Bool TRUE = new Bool(true);

    /** False. */
    public static final Bool FALSE = new Bool(false);

    /** True or false. */
    public static Bool of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  /** A whole number of any size. */
  record Int(BigInteger value) implements Value, Comparable<Int> {
    private static final int CACHED = 256;
    private static final Int[] SMALL = new Int[CACHED];

    static {
      for (int i = 0; i < CACHED; i++) {
        SMALL[i] = new Int(BigInteger.valueOf(i));
      }
    }

    /** That number. */
    public static Int of(long value) {
      return value >= 0 && value < CACHED ? SMALL[(int) value] : new Int(BigInteger.valueOf(value));
    }

    @Override
    public int compareTo(Int other) {
      return value.compareTo(other.value);
    }
  }

  /** A floating point number; two are equal if their bits are. */
  record Real(double value) implements Value {}

  /** Text. */
  record Text(String value) implements Value, Comparable<Text> {
    @Override
    public int compareTo(Text other) {
      return value.compareTo(other.value);
    }
  }

  /** A decimal number in its text form. */
  record Decimal(String text) implements Value {}

  /** A map. Keys are values that can be hashed; see {@link Keys}. */
  record Dict(Map<Value, Value> entries) implements Value {
    /** The number of entries only, as a dict may contain itself. */
    @Override
    public String toString() {
      return "Dict[" + entries.size() + "]";
    }
  }

  /** An object of a class that both sides know, with its attributes in their order. */
  record Copyable(String className, Map<String, Value> attributes) implements Value {
    /** The class only, as an object may contain itself. */
    @Override
    public String toString() {
      return "Copyable[" + className + "]";
    }
  }

  /** A byte string. */
  static Value bytes(byte[] bytes) {
    return Bytes.of(bytes);
  }

  /** A byte string of text in UTF-8. */
  static Value bytes(String text) {
    return Bytes.of(text);
  }

  /** Text. */
  static Value text(String text) {
    return new Text(text);
  }

  /** A number. */
  static Value of(long number) {
    return Int.of(number);
  }

  /** A list. */
  static Value list(Value... items) {
    return new Sequence(Sequence.Kind.LIST, List.of(items));
  }

  /** A tuple. */
  static Value tuple(Value... items) {
    return new Sequence(Sequence.Kind.TUPLE, List.of(items));
  }

  /** A set. */
  static Value set(Set<Value> members) {
    return new Sequence(Sequence.Kind.SET, List.copyOf(members));
  }

  /** A map. */
  static Value dict(Map<? extends Value, ? extends Value> entries) {
    return new Dict(new LinkedHashMap<>(entries));
  }
}
