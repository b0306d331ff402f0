package org.truckee.node.gatherer;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.foolscap.value.Value;

/**
 * A line of the log.
 *
 * @param number counts the lines of this process
 * @param level as the log names it
 * @param logger who has said it
 * @param text without secrets
 */
record LogLine(long number, Instant time, String level, String logger, String text) {
  private static final int NOISY = 10;
  private static final int OPERATIONAL = 20;
  private static final int WEIRD = 30;
  private static final int BAD = 40;
  private static final double NANOS = 1e9;

  /**
   * As a gatherer knows it ({@code spec/06 §13}).
   *
   * @param incarnation names this process
   */
  Value event(String incarnation) {
    Map<Value, Value> event = new LinkedHashMap<>();
    event.put(Value.text("num"), Value.of(number));
    event.put(Value.text("time"), new Value.Real(time.getEpochSecond() + time.getNano() / NANOS));
    event.put(Value.text("level"), Value.of(severity()));
    event.put(Value.text("facility"), Value.text(logger));
    event.put(Value.text("message"), Value.text(text));
    event.put(Value.text("incarnation"), Value.tuple(Value.text(incarnation), Value.None.NONE));
    return Value.dict(event);
  }

  private int severity() {
    return switch (level) {
      case "ERROR" -> BAD;
      case "WARN" -> WEIRD;
      case "INFO" -> OPERATIONAL;
      default -> NOISY;
    };
  }
}
