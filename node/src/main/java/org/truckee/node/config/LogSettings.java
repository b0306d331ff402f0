package org.truckee.node.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code truckee.cfg} says of the log.
 *
 * @param json whether lines are JSON objects, for programs
 * @param levels the least level that is shown, in capitals, by the name of a module such as {@code
 *     storage} or of a logger with a dot in it; {@code root} stands for all others
 */
public record LogSettings(boolean json, Map<String, String> levels) {
  private static final String LEVELS = "log.levels";
  private static final Set<String> KNOWN = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  /** Copies the map. */
  public LogSettings {
    levels = Map.copyOf(levels);
  }

  /**
   * Reads them in a node directory.
   *
   * @throws ConfigurationException if the file cannot be read, or makes no sense
   */
  public static LogSettings read(Path directory) throws ConfigurationException {
    IniFile file = NodeConfiguration.readFile(directory.resolve("truckee.cfg"));
    KnownOptions.TRUCKEE.check(file);
    Options options = new Options(file, directory);
    String format = options.text("log", "format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw options.bad("log", "format", "Not a format: " + format, "write text or json");
    }
    Map<String, String> levels = new TreeMap<>();
    for (String module : file.options(LEVELS)) {
      String level = options.text(LEVELS, module).orElse("").toUpperCase(Locale.ROOT);
      if (!KNOWN.contains(level)) {
        throw options.bad(
            LEVELS,
            module,
            "Not a level: " + level,
            "write trace, debug, info, warn, error or off");
      }
      levels.put(module, level);
    }
    return new LogSettings(format.equals("json"), levels);
  }
}
