package org.truckee.foolscap.remote;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Value;

/**
 * The making of Java objects out of one message. A value that the message refers to many times is
 * converted once.
 *
 * @param callLimit how long calls of the remote objects in it may take
 * @param checkInterfaces whether the remote objects in it must claim the interfaces that are wanted
 *     of them, as arguments must and results need not ({@code spec/06 §10.2})
 */
record Reading(
    Duration callLimit, boolean checkInterfaces, Map<Value, Map<Shape<?>, Object>> made) {

  static Reading ofArguments(Duration callLimit) {
    return new Reading(callLimit, true, new IdentityHashMap<>());
  }

  static Reading ofResult(Duration callLimit) {
    return new Reading(callLimit, false, new IdentityHashMap<>());
  }

  /** How an object is made the first time. */
  interface Maker<T> {
    T make() throws ViolationException;
  }

  /** What {@code shape} has made of {@code value}, now or before. */
  <T> T once(Value value, Shape<T> shape, Class<T> type, Maker<T> maker) throws ViolationException {
    Map<Shape<?>, Object> shapes = made.computeIfAbsent(value, _ -> new IdentityHashMap<>());
    Optional<T> before = Optional.ofNullable(shapes.get(shape)).map(type::cast);
    if (before.isPresent()) {
      return before.get();
    }
    T object = maker.make();
    shapes.put(shape, object);
    return object;
  }
}
