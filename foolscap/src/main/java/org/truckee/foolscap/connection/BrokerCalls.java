package org.truckee.foolscap.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.value.Value;

/**
 * Our calls to object 0 of a peer ({@code spec/06 §8.6}). Their arguments travel by name, in
 * alphabetical order.
 */
final class BrokerCalls {
  /** What its methods answer that have nothing to say. */
  static final Constraint NOTHING = new Constraint.Nothing();

  private BrokerCalls() {}

  static OutgoingCall getReferenceByName(String name, ConnectionOptions options) {
    return new OutgoingCall(
        0,
        "getReferenceByName",
        List.of(),
        Map.of("name", Value.bytes(name)),
        "getReferenceByName",
        new Constraint.ReferenceOf(),
        options.untypedLimit());
  }

  static Map<String, Value> decref(long clid, long count) {
    return inOrder("clid", Value.of(clid), "count", Value.of(count));
  }

  static OutgoingCall decgift(long giftId, ConnectionOptions options) {
    return new OutgoingCall(
        0,
        "decgift",
        List.of(),
        inOrder("count", Value.of(1), "giftID", Value.of(giftId)),
        "decgift",
        NOTHING,
        options.untypedLimit());
  }

  private static Map<String, Value> inOrder(
      String first, Value firstValue, String second, Value secondValue) {
    Map<String, Value> keywords = new LinkedHashMap<>();
    keywords.put(first, firstValue);
    keywords.put(second, secondValue);
    return keywords;
  }
}
