package org.truckee.foolscap.tub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Value;

/** The object without interface that the recorded calls were made to. */
final class EchoObject implements LocalObject.Handler {
  private final List<Value> seen = Collections.synchronizedList(new ArrayList<>());

  @Override
  public Value call(String method, List<Value> arguments, Map<String, Value> keywords)
      throws Exception {
    seen.addAll(arguments);
    return switch (method) {
      case "echo" ->
          arguments.isEmpty() ? keywords.getOrDefault("x", Value.None.NONE) : arguments.getFirst();
      case "pair" -> Value.tuple(arguments.getFirst(), keywords.get("b"));
      case "boom" -> throw new ReportedException(RemoteFailure.keyError("'missing'"));
      case "callback" ->
          ((RemoteReference) arguments.get(0))
              .call("echo", List.of(arguments.get(1)), TestTubs.LIMIT);
      case "hold", "drop" -> Value.None.NONE;
      default ->
          throw new ReportedException(
              RemoteFailure.attributeError(
                  "'Echo' object has no attribute 'remote_%s'".formatted(method)));
    };
  }

  /** Gives back what was seen. */
  void release() {
    seen.stream()
        .filter(RemoteReference.class::isInstance)
        .map(RemoteReference.class::cast)
        .distinct()
        .forEach(RemoteReference::release);
  }
}
