package org.truckee.foolscap.remote;

import java.util.Optional;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** Any object of the other side, such as a canary. */
final class ReferenceShape implements Shape<Object> {
  @Override
  public Constraint constraint() {
    return new Constraint.ReferenceOf();
  }

  @Override
  public Object fromValue(Value value, Reading reading) throws ViolationException {
    if (value instanceof RemoteReference reference) {
      return reference;
    }
    throw PlainShapes.unexpected(value, "an object of the other side");
  }

  @Override
  public Value toValue(Object object) {
    return (Reference) object;
  }

  /** An object of the other side with one interface: a proxy of it, or an implementation. */
  static final class OfInterface implements Shape<Object> {
    private final Class<?> type;

    OfInterface(Class<?> type) {
      this.type = type;
    }

    @Override
    public Constraint constraint() {
      return new Constraint.ReferenceOf();
    }

    @Override
    public Object fromValue(Value value, Reading reading) throws ViolationException {
      if (!(value instanceof RemoteReference reference)) {
        throw PlainShapes.unexpected(value, "an object of the other side");
      }
      String name = RemoteInterface.nameOf(type);
      if (reading.checkInterfaces() && !reference.interfaceName().equals(Optional.of(name))) {
        throw new ViolationException("an object that does not claim to be a %s".formatted(name));
      }
      return reference.as(type, reading.callLimit());
    }

    @Override
    public Value toValue(Object object) {
      return RemoteReference.behind(object)
          .map(Value.class::cast)
          .orElseGet(() -> LocalObject.of(type, object));
    }
  }
}
