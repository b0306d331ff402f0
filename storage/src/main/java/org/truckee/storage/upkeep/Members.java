package org.truckee.storage.upkeep;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The members of a JSON object that somebody else may have written: what has not the type that it
 * should have is taken for missing.
 */
record Members(Map<String, Object> all) {
  /** Those of a value; none if it is no object. */
  static Members of(Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(name.toString(), member));
    }
    return new Members(members);
  }

  Optional<String> text(String name) {
    return all.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  boolean flag(String name) {
    return all.get(name) instanceof Boolean flag && flag;
  }

  OptionalLong number(String name) {
    return number(all.get(name));
  }

  /** A value that is a number which is not negative. */
  static OptionalLong number(Object value) {
    return switch (value) {
      case Long number when number >= 0 -> OptionalLong.of(number);
      case Double number when number >= 0 -> OptionalLong.of(Math.round(number));
      case null, default -> OptionalLong.empty();
    };
  }

  /** A moment in seconds since 1970. */
  static Optional<Instant> moment(Object value) {
    return switch (value) {
      case Long seconds when Math.abs(seconds) < 1L << 40 ->
          Optional.of(Instant.ofEpochSecond(seconds));
      case Double seconds when Math.abs(seconds) < 1L << 40 ->
          Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)));
      case null, default -> Optional.empty();
    };
  }

  List<?> list(String name) {
    return all.get(name) instanceof List<?> list ? list : List.of();
  }

  Members members(String name) {
    return of(all.get(name));
  }
}
