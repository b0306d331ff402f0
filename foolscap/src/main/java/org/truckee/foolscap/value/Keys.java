package org.truckee.foolscap.value;

import org.truckee.foolscap.value.Value.Bool;
import org.truckee.foolscap.value.Value.Copyable;
import org.truckee.foolscap.value.Value.Decimal;
import org.truckee.foolscap.value.Value.Dict;
import org.truckee.foolscap.value.Value.Int;
import org.truckee.foolscap.value.Value.None;
import org.truckee.foolscap.value.Value.Real;
import org.truckee.foolscap.value.Value.Text;

/**
 * Which values may be keys of a dict or members of a set ({@code spec/06 §6.8}): those that cannot
 * change, also inside.
 */
public final class Keys {
  /**
   * A tuple of tuples that refer to one another can stand for more parts than there are atoms; no
   * key has more than this.
   */
  private static final int MAX_PARTS = 1000;

  private int parts;

  private Keys() {}

  /** Whether {@code value} can be hashed, and with little work. */
  public static boolean isKey(Value value) {
    return new Keys().accepts(value);
  }

  private boolean accepts(Value value) {
    if (++parts > MAX_PARTS) {
      return false;
    }
    return switch (value) {
      case None _, Bool _, Int _, Real _, Bytes _, Text _, Decimal _, Reference _ -> true;
      case Sequence sequence ->
          switch (sequence.kind()) {
            case TUPLE, IMMUTABLE_SET -> sequence.items().stream().allMatch(this::accepts);
            case LIST, SET -> false;
          };
      case Dict _, Copyable _, ByteStream _ -> false;
    };
  }
}
