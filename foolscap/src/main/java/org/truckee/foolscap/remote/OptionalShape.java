package org.truckee.foolscap.remote;

import java.util.Optional;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Value;

/** A Java optional: none, or what is in it. */
final class OptionalShape implements Shape<Object> {
  private final Shape<Object> some;

  OptionalShape(Shape<Object> some) {
    this.some = some;
  }

  @Override
  public Constraint constraint() {
    return new Constraint.OptionalOf(some.constraint());
  }

  @Override
  public Object fromValue(Value value, Reading reading) throws ViolationException {
    return value == Value.None.NONE
        ? Optional.empty()
        : Optional.of(some.fromValue(value, reading));
  }

  @Override
  public Value toValue(Object object) throws ViolationException {
    Optional<?> optional = (Optional<?>) object;
    return optional.isEmpty() ? Value.None.NONE : some.toValue(optional.get());
  }
}
