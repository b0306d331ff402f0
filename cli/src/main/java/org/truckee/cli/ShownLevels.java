package org.truckee.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which events are shown: those of the level that is set for their module, or a higher one. Others
 * are made as well, because a report of an incident tells what came before it.
 */
public final class ShownLevels extends Filter<ILoggingEvent> {
  /** What is shown if nobody says anything. */
  static final Level USUAL = Level.WARN;

  private static final String ROOT = "root";
  private static final String PROGRAM = "org.truckee.";

  /** By the beginning of the names of loggers. */
  private volatile Map<String, Level> levels = Map.of();

  private volatile Level others = USUAL;

  /** Shows other levels from now on, see {@link org.truckee.node.config.LogSettings}. */
  void set(Map<String, String> byModule) {
    Map<String, Level> changed = new TreeMap<>();
    byModule.forEach(
        (module, level) -> {
          if (!module.equals(ROOT)) {
            changed.put(logger(module), Level.toLevel(level));
          }
        });
    levels = Map.copyOf(changed);
    others = Level.toLevel(byModule.getOrDefault(ROOT, USUAL.levelStr));
  }

  /** The loggers of a module. */
  static String logger(String module) {
    return module.contains(".") ? module : PROGRAM + module;
  }

  /** The level of a logger: that of the longest name that it begins with. */
  Level level(String logger) {
    Level found = others;
    int longest = -1;
    for (Map.Entry<String, Level> entry : levels.entrySet()) {
      String name = entry.getKey();
      boolean covers = logger.equals(name) || logger.startsWith(name + ".");
      if (covers && name.length() > longest) {
        longest = name.length();
        found = entry.getValue();
      }
    }
    return found;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLevel().isGreaterOrEqual(level(event.getLoggerName()))
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }
}
