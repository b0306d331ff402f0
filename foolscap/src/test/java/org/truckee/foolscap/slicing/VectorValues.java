package org.truckee.foolscap.slicing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** Values as the recorded vectors describe them. */
final class VectorValues {
  private VectorValues() {}

  static Value of(JsonNode node) {
    return switch (node.required("t").textValue()) {
      case "none" -> Value.None.NONE;
      case "bool" -> Value.Bool.of(node.required("v").booleanValue());
      case "int" -> new Value.Int(new BigInteger(node.required("v").textValue()));
      case "float" ->
          new Value.Real(
              Double.longBitsToDouble(
                  Long.parseUnsignedLong(node.required("bits").textValue(), 16)));
      case "bytes" -> Bytes.of(HexFormat.of().parseHex(node.required("hex").textValue()));
      case "unicode" -> new Value.Text(node.required("v").textValue());
      case "decimal" -> new Value.Decimal(node.required("v").textValue());
      case "list" -> sequence(Sequence.Kind.LIST, node);
      case "tuple" -> sequence(Sequence.Kind.TUPLE, node);
      case "set" -> sequence(Sequence.Kind.SET, node);
      case "immutable-set" -> sequence(Sequence.Kind.IMMUTABLE_SET, node);
      case "dict" -> dict(node);
      default -> throw new IllegalArgumentException("a value of type " + node.required("t"));
    };
  }

  private static Value sequence(Sequence.Kind kind, JsonNode node) {
    List<Value> items = new ArrayList<>();
    node.required("v").forEach(item -> items.add(of(item)));
    return new Sequence(kind, items);
  }

  private static Value dict(JsonNode node) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    node.required("v").forEach(entry -> entries.put(of(entry.get(0)), of(entry.get(1))));
    return new Value.Dict(entries);
  }
}
