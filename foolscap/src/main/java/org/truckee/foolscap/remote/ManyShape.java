package org.truckee.foolscap.remote;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** A Java list or set of things of one shape. */
final class ManyShape implements Shape<Object> {
  private final Sequence.Kind kind;
  private final Shape<Object> item;
  private final int max;

  ManyShape(Sequence.Kind kind, Shape<Object> item, int max) {
    this.kind = kind;
    this.item = item;
    this.max = max;
  }

  @Override
  public Constraint constraint() {
    return new Constraint.ManyOf(kind, item.constraint(), max);
  }

  @Override
  public Object fromValue(Value value, Reading reading) throws ViolationException {
    if (!(value instanceof Sequence(Sequence.Kind found, List<Value> items))
        || found.isSet() != kind.isSet()
        || found == Sequence.Kind.TUPLE) {
      throw PlainShapes.unexpected(value, kind.opentype());
    }
    return reading.once(
        value,
        this,
        Object.class,
        () -> {
          checkSize(items.size());
          SequencedCollection<Object> made =
              kind.isSet() ? new LinkedHashSet<>() : new ArrayList<>(items.size());
          for (Value one : items) {
            made.add(item.fromValue(one, reading));
          }
          return made;
        });
  }

  @Override
  public Value toValue(Object object) throws ViolationException {
    Collection<?> objects = (Collection<?>) object;
    checkSize(objects.size());
    List<Value> values = new ArrayList<>(objects.size());
    for (Object one : objects) {
      values.add(item.toValue(one));
    }
    return new Sequence(kind, values);
  }

  private void checkSize(int size) throws ViolationException {
    if (size > max) {
      throw new ViolationException("%s of more than %d".formatted(kind.opentype(), max));
    }
  }
}
