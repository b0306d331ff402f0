package org.truckee.foolscap.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Value;

/** A Java map. */
final class DictShape implements Shape<Object> {
  private final Shape<Object> key;
  private final Shape<Object> value;
  private final int max;

  DictShape(Shape<Object> key, Shape<Object> value, int max) {
    this.key = key;
    this.value = value;
    this.max = max;
  }

  @Override
  public Constraint constraint() {
    return new Constraint.DictOf(key.constraint(), value.constraint(), max);
  }

  @Override
  public Object fromValue(Value found, Reading reading) throws ViolationException {
    if (!(found instanceof Value.Dict(Map<Value, Value> entries))) {
      throw PlainShapes.unexpected(found, "a dict");
    }
    return reading.once(
        found,
        this,
        Object.class,
        () -> {
          checkSize(entries.size());
          Map<Object, Object> made = new LinkedHashMap<>();
          for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            made.put(
                key.fromValue(entry.getKey(), reading), value.fromValue(entry.getValue(), reading));
          }
          return made;
        });
  }

  @Override
  public Value toValue(Object object) throws ViolationException {
    Map<?, ?> objects = (Map<?, ?>) object;
    checkSize(objects.size());
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : objects.entrySet()) {
      entries.put(key.toValue(entry.getKey()), value.toValue(entry.getValue()));
    }
    return new Value.Dict(entries);
  }

  private void checkSize(int size) throws ViolationException {
    if (size > max) {
      throw new ViolationException("a dict of more than %d entries".formatted(max));
    }
  }
}
