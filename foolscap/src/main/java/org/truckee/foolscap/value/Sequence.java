package org.truckee.foolscap.value;

import java.util.List;
import java.util.Set;

/**
 * Values one after the other: a list, a tuple, a set or an immutable set. The members of a set are
 * different from one another and have no order that means anything.
 */
public record Sequence(Kind kind, List<Value> items) implements Value {

  /** The four kinds, which are never interchangeable. */
  public enum Kind {
    /** Items in order. */
    LIST("list"),
    /** A fixed number of items, each with its own meaning. */
    TUPLE("tuple"),
    /** Different members. */
    SET("set"),
    /** Different members; the set may be a key. */
    IMMUTABLE_SET("immutable-set");

    private final String opentype;

    Kind(String opentype) {
      this.opentype = opentype;
    }

    /** Whether the items are all different and have no order. */
    public boolean isSet() {
      return this == SET || this == IMMUTABLE_SET;
    }

    /** The word on the wire. */
    public String opentype() {
      return opentype;
    }
  }

  /** The order counts, but not in sets. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Sequence that
            && kind == that.kind
            && items.size() == that.items.size()
            && (kind.isSet()
                ? Set.copyOf(items).equals(Set.copyOf(that.items))
                : items.equals(that.items));
  }

  @Override
  public int hashCode() {
    return kind.isSet() ? items.stream().mapToInt(Value::hashCode).sum() : items.hashCode();
  }

  /** The number of items only, as a list may contain itself. */
  @Override
  public String toString() {
    return kind + "[" + items.size() + "]";
  }
}
