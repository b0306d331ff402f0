package org.truckee.foolscap.remote;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** A Java record: a tuple of its components. */
final class TupleShape implements Shape<Object> {
  private final Constructor<?> constructor;
  private final List<Method> accessors;
  private final List<Shape<Object>> items;

  TupleShape(Constructor<?> constructor, List<Method> accessors, List<Shape<Object>> items) {
    this.constructor = constructor;
    this.accessors = accessors;
    this.items = items;
  }

  @Override
  public Constraint constraint() {
    return new Constraint.TupleOf(items.stream().map(Shape::constraint).toList());
  }

  @Override
  public Object fromValue(Value value, Reading reading) throws ViolationException {
    if (!(value instanceof Sequence(Sequence.Kind kind, List<Value> values))
        || kind != Sequence.Kind.TUPLE) {
      throw PlainShapes.unexpected(value, "a tuple");
    }
    if (values.size() != items.size()) {
      throw new ViolationException(
          "a tuple of %d instead of %d".formatted(values.size(), items.size()));
    }
    return reading.once(value, this, Object.class, () -> make(values, reading));
  }

  private Object make(List<Value> values, Reading reading) throws ViolationException {
    Object[] parts = new Object[items.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = items.get(i).fromValue(values.get(i), reading);
    }
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new ViolationException("a tuple that is not allowed: " + refused.getMessage());
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Value toValue(Object object) throws ViolationException {
    List<Value> values = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      try {
        values.add(items.get(i).toValue(accessors.get(i).invoke(object)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Sequence(Sequence.Kind.TUPLE, values);
  }
}
