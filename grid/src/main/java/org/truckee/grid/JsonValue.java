package org.truckee.grid;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A JSON value as metadata has them ({@code spec/03 §2.5}): whole numbers of any size stay distinct
 * from others, and members keep their order.
 */
public sealed interface JsonValue {
  /** Whether the reference's language takes it for true: not false, null, 0, or empty. */
  boolean isTruthy();

  /** Characters; surrogates need not be in pairs. */
  record Text(String value) implements JsonValue {
    @Override
    public boolean isTruthy() {
      return !value.isEmpty();
    }
  }

  /** A number without a fraction or an exponent. */
  record Whole(BigInteger value) implements JsonValue {
    @Override
    public boolean isTruthy() {
      return value.signum() != 0;
    }
  }

  /** Any other number, also those that JSON does not have: NaN and the infinities. */
  record Real(double value) implements JsonValue {
    @Override
    public boolean isTruthy() {
      return value != 0;
    }
  }

  /** True or false. */
  record Bool(boolean value) implements JsonValue {
    @Override
    public boolean isTruthy() {
      return value;
    }
  }

  /** {@code null}. */
  enum Null implements JsonValue {
    NULL;

    @Override
    public boolean isTruthy() {
      return false;
    }
  }

  /** An array. */
  record Items(List<JsonValue> values) implements JsonValue {
    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public boolean isTruthy() {
      return !values.isEmpty();
    }
  }

  /** An object. */
  record Members(SequencedMap<String, JsonValue> values) implements JsonValue {
    /** No members. */
    public static final Members NONE = new Members(new LinkedHashMap<>());

    /** Copies the map. */
    public Members {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The value of a field. */
    public Optional<JsonValue> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /** This object with one more field; it stands where one of its name stood, or at the end. */
    public Members with(String name, JsonValue value) {
      SequencedMap<String, JsonValue> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Members(more);
    }

    /** This object without one field. */
    public Members without(String name) {
      SequencedMap<String, JsonValue> fewer = new LinkedHashMap<>(values);
      fewer.remove(name);
      return new Members(fewer);
    }

    @Override
    public boolean isTruthy() {
      return !values.isEmpty();
    }
  }
}
